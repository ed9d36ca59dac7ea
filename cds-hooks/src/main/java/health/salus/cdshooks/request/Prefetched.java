package health.salus.cdshooks.request;

import java.util.List;
import org.hl7.fhir.r4.model.Resource;

/** What a client sent under one prefetch key. A key that it did not send has no value at all. */
public sealed interface Prefetched {
  /** These resources; a searchset is already unpacked. */
  record Found(List<Resource> resources) implements Prefetched {
    public Found {
      resources = List.copyOf(resources);
    }
  }

  /** The client looked and there is nothing. */
  record Nothing() implements Prefetched {}

  /** The client could not fetch it, or sent what cannot be read: as good as not sent. */
  record Failed() implements Prefetched {}
}
