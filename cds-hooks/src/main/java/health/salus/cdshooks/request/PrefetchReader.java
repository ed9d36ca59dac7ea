package health.salus.cdshooks.request;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.DataFormatException;
import ca.uhn.fhir.parser.IParser;
import ca.uhn.fhir.parser.LenientErrorHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Resource;

/**
 * Reads one prefetch value. It uses the first page of a paged searchset: templates sort the newest
 * first and set the number of entries.
 */
public final class PrefetchReader {
  private final FhirContext fhirContext;

  public PrefetchReader(FhirContext fhirContext) {
    this.fhirContext = fhirContext;
  }

  Prefetched read(JsonNode value) {
    if (value.isNull()) {
      return new Prefetched.Nothing();
    }
    if (!value.isObject()) {
      return new Prefetched.Failed();
    }
    try {
      IParser parser = fhirContext.newJsonParser();
      parser.setParserErrorHandler(new LenientErrorHandler(false)); // would log what it cannot read
      return found(parser.parseResource(value.toString()));
    } catch (DataFormatException e) {
      return new Prefetched.Failed();
    }
  }

  private static Prefetched found(Object parsed) {
    if (!(parsed instanceof Resource resource)) {
      return new Prefetched.Failed();
    }
    List<Resource> resources = resource instanceof Bundle b ? entries(b) : List.of(resource);
    boolean failed = resources.stream().anyMatch(OperationOutcome.class::isInstance);
    return failed ? new Prefetched.Failed() : new Prefetched.Found(resources);
  }

  private static List<Resource> entries(Bundle bundle) {
    return bundle.getEntry().stream()
        .map(Bundle.BundleEntryComponent::getResource)
        .filter(Objects::nonNull)
        .toList();
  }
}
