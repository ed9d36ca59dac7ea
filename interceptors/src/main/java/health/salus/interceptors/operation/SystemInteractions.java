package health.salus.interceptors.operation;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestComponent;
import org.hl7.fhir.r4.model.CapabilityStatement.SystemRestfulInteraction;

/** Adds to the CapabilityStatement what is offered at the base and HAPI leaves out. */
@Interceptor
public final class SystemInteractions {
  private static final List<SystemRestfulInteraction> OFFERED =
      List.of(SystemRestfulInteraction.BATCH, SystemRestfulInteraction.SEARCHSYSTEM);

  /** Lists each once. */
  @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
  public void add(IBaseConformance conformance) {
    if (conformance instanceof CapabilityStatement statement) {
      statement.getRest().forEach(SystemInteractions::add);
    }
  }

  private static void add(CapabilityStatementRestComponent rest) {
    for (SystemRestfulInteraction offered : OFFERED) {
      if (rest.getInteraction().stream().noneMatch(each -> each.getCode() == offered)) {
        rest.addInteraction().setCode(offered);
      }
    }
  }
}
