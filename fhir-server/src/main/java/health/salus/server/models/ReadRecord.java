package health.salus.server.models;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** Resources of patients that were read, and whether these are all of them. */
public sealed interface ReadRecord {
  /** The resources, the newest of them if not all were read. */
  List<Resource> resources();

  /** Everything that was asked for and that the caller may see. */
  record Complete(List<Resource> resources) implements ReadRecord {
    public Complete {
      resources = List.copyOf(resources);
    }
  }

  /** There is more than the limit of the reader. */
  record Truncated(List<Resource> resources) implements ReadRecord {
    public Truncated {
      resources = List.copyOf(resources);
    }
  }

  /** Both together; complete if both are. */
  default ReadRecord and(ReadRecord other) {
    List<Resource> both = new java.util.ArrayList<>(resources());
    both.addAll(other.resources());
    return this instanceof Complete && other instanceof Complete
        ? new Complete(both)
        : new Truncated(both);
  }
}
