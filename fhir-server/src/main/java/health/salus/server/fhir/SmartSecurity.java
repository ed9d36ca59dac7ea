package health.salus.server.fhir;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import org.hl7.fhir.instance.model.api.IBaseConformance;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CapabilityStatement.CapabilityStatementRestSecurityComponent;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.UriType;

/**
 * Says in the CapabilityStatement how to get a token; older apps look for it there.
 *
 * @see <a href="https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html">SMART
 *     conformance</a>
 */
@Interceptor
public final class SmartSecurity {
  private static final String OAUTH_URIS =
      "http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris";
  private static final String SERVICES =
      "http://terminology.hl7.org/CodeSystem/restful-security-service";

  private final String root;

  /**
   * Describes one server.
   *
   * @param root its address without {@code /fhir}
   */
  public SmartSecurity(String root) {
    this.root = root;
  }

  /** Adds the security part. */
  @Hook(Pointcut.SERVER_CAPABILITY_STATEMENT_GENERATED)
  public void describe(IBaseConformance statement) {
    if (statement instanceof CapabilityStatement capabilities) {
      Extension uris = new Extension(OAUTH_URIS);
      for (String endpoint :
          new String[] {"authorize", "token", "register", "introspect", "revoke"}) {
        uris.addExtension(endpoint, new UriType(root + "/oauth/" + endpoint));
      }
      uris.addExtension("manage", new UriType(root + "/oauth/grants"));
      CapabilityStatementRestSecurityComponent security =
          new CapabilityStatementRestSecurityComponent().setCors(true);
      security.addService(
          new CodeableConcept()
              .addCoding(new Coding(SERVICES, "SMART-on-FHIR", "SMART-on-FHIR"))
              .setText("OAuth2 using SMART-on-FHIR profile"));
      security.addExtension(uris);
      capabilities.getRestFirstRep().setSecurity(security);
    }
  }
}
