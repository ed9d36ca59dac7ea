package health.salus.storage.narrowing;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.model.api.IQueryParameterType;
import health.salus.interceptors.auth.AccessFilter;
import org.jspecify.annotations.Nullable;

/**
 * A condition that travels in a search as one more value of {@code _id} and becomes SQL in {@link
 * NarrowedIdPredicateBuilder}. It cannot be written in a URL.
 */
public record AccessCriterion(AccessFilter filter) implements IQueryParameterType {

  @Override
  public void setValueAsQueryToken(
      FhirContext context, String name, String qualifier, String value) {
    throw new UnsupportedOperationException("An access criterion has no text");
  }

  /** HAPI asks for a text when it names a search; the rights of a caller are not part of it. */
  @Override
  public String getValueAsQueryToken() {
    return "";
  }

  @Override
  public @Nullable String getQueryParameterQualifier() {
    return null;
  }

  @Override
  public @Nullable Boolean getMissing() {
    return null;
  }

  @Override
  public IQueryParameterType setMissing(@Nullable Boolean missing) {
    throw new UnsupportedOperationException("An access criterion is never missing");
  }

  @Override
  public boolean isEmpty() {
    return false;
  }
}
