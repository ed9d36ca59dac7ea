package health.salus.ml.view;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.IntegerType;

/** The Java value of a FHIR primitive. */
final class Values {
  private Values() {}

  static Object of(Base element) {
    if (element instanceof BooleanType value) {
      return value.booleanValue();
    }
    if (element instanceof IntegerType value) {
      return value.getValue();
    }
    if (element instanceof DecimalType value) {
      return value.getValue();
    }
    if (element.isPrimitive()) {
      return element.primitiveValue();
    }
    throw new ViewDefinitionException("a column must be primitive but is " + element.fhirType());
  }
}
