package health.salus.interceptors.masking;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;

/**
 * Wider codes for codes.
 *
 * @param wider from {@code system|code} to {@code system|code}
 * @param otherwise what a code without a wider one is called instead
 */
public record CodeCategories(Map<String, String> wider, String otherwise) {
  public CodeCategories {
    wider = Map.copyOf(wider);
  }

  /** Changes a concept or a coding into a wider one. */
  void widen(Base value, ElementModel model) {
    if (value instanceof CodeableConcept concept) {
      Optional<Coding> wide =
          concept.getCoding().stream().map(this::known).flatMap(Optional::stream).findFirst();
      model.clear(concept);
      wide.ifPresentOrElse(concept::addCoding, () -> concept.setText(otherwise));
    } else if (value instanceof Coding coding) {
      Coding wide = known(coding).orElseGet(() -> new Coding().setDisplay(otherwise));
      model.clear(coding);
      wide.copyValues(coding);
    }
  }

  private Optional<Coding> known(Coding coding) {
    String key = Objects.toString(coding.getSystem(), "") + "|" + coding.getCode();
    return Optional.ofNullable(wider.get(key)).map(CodeCategories::coding);
  }

  private static Coding coding(String text) {
    int bar = text.indexOf('|');
    return new Coding().setSystem(text.substring(0, bar)).setCode(text.substring(bar + 1));
  }
}
