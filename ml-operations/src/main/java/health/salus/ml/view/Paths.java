package health.salus.ml.view;

import ca.uhn.fhir.context.FhirContext;
import java.util.List;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRLexer.FHIRLexerException;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;

/**
 * HAPI's FHIRPath engine with the functions and variables that views add. Thread-safe: the engine's
 * settings never change after construction; all other state is in the {@link Scope}.
 */
final class Paths {
  private final FHIRPathEngine engine;

  Paths(FhirContext context) {
    engine = new FHIRPathEngine(new HapiWorkerContext(context, context.getValidationSupport()));
    engine.setDoNotEnforceAsSingletonRule(true);
    engine.setHostServices(new ViewHostServices());
  }

  ExpressionNode parse(String path) {
    try {
      return engine.parse(path);
    } catch (FHIRLexerException e) {
      throw new ViewDefinitionException("not a FHIRPath: " + path, e);
    }
  }

  List<Base> evaluate(Scope scope, Base focus, ExpressionNode path) {
    try {
      return engine.evaluate(scope, scope.resource(), scope.resource(), focus, path);
    } catch (FHIRException e) {
      throw new ViewDefinitionException("cannot evaluate " + path, e);
    }
  }
}
