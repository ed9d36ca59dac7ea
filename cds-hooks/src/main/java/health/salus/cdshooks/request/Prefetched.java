package health.salus.cdshooks.request;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** The value of one prefetch key. A key that the client did not send has no value. */
public sealed interface Prefetched {
  /** Resources; the entries of a searchset. */
  record Found(List<Resource> resources) implements Prefetched {
    public Found {
      resources = List.copyOf(resources);
    }
  }

  /** The client searched and found nothing. */
  record Nothing() implements Prefetched {}

  /** The client could not fetch the data, or sent unreadable data: treated like a missing key. */
  record Failed() implements Prefetched {}
}
