package health.salus.interceptors.masking;

import java.util.function.UnaryOperator;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.jspecify.annotations.Nullable;

/** The action on a masked element. */
public sealed interface MaskAction {
  String DATA_ABSENT_REASON = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

  /** Whether this can be done to an element of this data type. */
  boolean fits(String type);

  /** Changes an element into what the caller gets; null if it is to be taken out. */
  @Nullable Base apply(Base value, MaskContext context);

  /** The element is taken out. */
  record Omit() implements MaskAction {
    @Override
    public boolean fits(String type) {
      return true;
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      return null;
    }
  }

  /**
   * The value is taken out and the element says that it was masked.
   *
   * @see <a href="https://hl7.org/fhir/R4/extension-data-absent-reason.html">Data absent reason</a>
   */
  record Redact() implements MaskAction {
    @Override
    public boolean fits(String type) {
      return !type.equals("Narrative") && !type.equals("Extension") && !type.equals("xhtml");
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      context.model().clear(value);
      if (!(value instanceof Element element)) {
        return null;
      }
      element.addExtension(DATA_ABSENT_REASON, new CodeType("masked"));
      return element;
    }
  }

  /** A date keeps its year, or its year and month. */
  record TruncateDate(boolean month) implements MaskAction {
    @Override
    public boolean fits(String type) {
      return type.equals("date") || type.equals("dateTime");
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      return changed(value, text -> text.substring(0, Math.min(text.length(), month ? 7 : 4)));
    }
  }

  /** A year becomes the first one of a band; ages over the limit fall into the last. */
  record GroupYears(int years, int oldestAge) implements MaskAction {
    @Override
    public boolean fits(String type) {
      return type.equals("date") || type.equals("dateTime");
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      int earliest = context.today().getYear() - oldestAge - 1;
      return changed(
          value,
          text -> {
            int year = Math.max(Integer.parseInt(text.substring(0, 4)), earliest);
            return "%04d".formatted(year - year % years);
          });
    }
  }

  /** A date moves by as many days as every other date of the same patient. */
  record ShiftDates(int days) implements MaskAction {
    @Override
    public boolean fits(String type) {
      return type.equals("date") || type.equals("dateTime") || type.equals("instant");
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      int moved = context.key().days(context.patient(), days);
      return changed(value, text -> Dates.plus(text, moved));
    }
  }

  /** A text is exchanged for a token that is the same for the same text. */
  record Pseudonymise() implements MaskAction {
    @Override
    public boolean fits(String type) {
      return TextMask.isText(type) || type.equals("uri") || type.equals("id");
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      return changed(value, context.key()::token);
    }
  }

  /** A text is changed character by character. */
  record ChangeText(TextMask mask) implements MaskAction {
    @Override
    public boolean fits(String type) {
      return TextMask.isText(type);
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      return changed(value, mask::apply);
    }
  }

  /** A number is rounded to a multiple of a step. */
  record RoundNumber(java.math.BigDecimal step) implements MaskAction {
    @Override
    public boolean fits(String type) {
      return Rounding.TYPES.contains(type);
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      return Rounding.to(step, value);
    }
  }

  /** A code is exchanged for a wider one, or for a text where none is given. */
  record WidenCode(CodeCategories categories) implements MaskAction {
    @Override
    public boolean fits(String type) {
      return type.equals("CodeableConcept") || type.equals("Coding");
    }

    @Override
    public @Nullable Base apply(Base value, MaskContext context) {
      categories.widen(value, context.model());
      return value;
    }
  }

  /** The element with another text, without what may repeat the old one; null if it had none. */
  private static @Nullable Base changed(Base value, UnaryOperator<String> change) {
    if (!(value instanceof PrimitiveType<?> primitive) || !primitive.hasValue()) {
      return null;
    }
    primitive.getExtension().clear();
    primitive.setId(null);
    primitive.setValueAsString(change.apply(primitive.getValueAsString()));
    return primitive;
  }

  /** Whether an element holds nothing but what says that it was masked. */
  static boolean isRedacted(Base value) {
    return value instanceof Element element
        && element.hasExtension(DATA_ABSENT_REASON)
        && (!(value instanceof PrimitiveType<?> primitive) || !primitive.hasValue());
  }
}
