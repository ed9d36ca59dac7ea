package health.salus.ml.view;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import com.google.common.base.Suppliers;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRLexer.FHIRLexerException;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;

/**
 * HAPI's FHIRPath engine with the functions and variables that views add. Thread-safe: the engine's
 * settings never change after construction; all other state is in the {@link Scope}.
 *
 * <p>An engine reads all structure definitions of FHIR when it is made. Parsing needs none of them,
 * so the engine that evaluates is made at its first use, not at the start.
 */
final class Paths {
  private final FHIRPathEngine parser;
  private final Supplier<FHIRPathEngine> evaluator;

  Paths(FhirContext context) {
    parser = engine(context, none(context));
    evaluator = Suppliers.memoize(() -> engine(context, context.getValidationSupport()));
  }

  private static IValidationSupport none(FhirContext context) {
    return new IValidationSupport() {
      @Override
      public FhirContext getFhirContext() {
        return context;
      }

      @Override
      public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
        return List.of();
      }
    };
  }

  private static FHIRPathEngine engine(FhirContext context, IValidationSupport definitions) {
    FHIRPathEngine engine = new FHIRPathEngine(new HapiWorkerContext(context, definitions));
    engine.setDoNotEnforceAsSingletonRule(true);
    engine.setHostServices(new ViewHostServices());
    return engine;
  }

  ExpressionNode parse(String path) {
    try {
      return parser.parse(path);
    } catch (FHIRLexerException e) {
      throw new ViewDefinitionException("not a FHIRPath: " + path, e);
    }
  }

  List<Base> evaluate(Scope scope, Base focus, ExpressionNode path) {
    try {
      return evaluator.get().evaluate(scope, scope.resource(), scope.resource(), focus, path);
    } catch (FHIRException e) {
      throw new ViewDefinitionException("cannot evaluate " + path, e);
    }
  }
}
