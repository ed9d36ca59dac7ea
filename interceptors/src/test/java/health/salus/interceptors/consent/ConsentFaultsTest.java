package health.salus.interceptors.consent;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.parser.LenientErrorHandler;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Consent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each way in which a consent cannot be understood: it is named, and nothing is permitted. */
class ConsentFaultsTest {
  private static final String SCOPE = "'scope':{'coding':[{'code':'patient-privacy'}]}";

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "{'type':'permit','provision':[{'purpose':[{'code':'TREAT'}]}]}; provision[0].type; PROVISION_TYPE_MISSING",
        "{'period':{'start':'2022'}}; type; PROVISION_TYPE_MISSING",
        "{'type':'perhaps'}; type; PROVISION_TYPE_UNKNOWN",
        "{'type':'permit','period':{'start':'2022','end':'2021'}}; period; PERIOD_REVERSED",
        "{'type':'permit','period':{'extension':[{'url':'http://a','valueCode':'b'}]}}; period; PERIOD_EMPTY",
        "{'type':'permit','dataPeriod':{'start':'2022-02','end':'2022-01-31'}}; dataPeriod; PERIOD_REVERSED",
        "{'type':'deny','dataPeriod':{'start':'2022-01-01T10:00:00'}}; dataPeriod; PERIOD_UNREADABLE",
        "{'type':'deny','actor':[{'reference':{'reference':'Group/1'}},{'reference':{'display':'a'}}]};"
            + " actor[1].reference; ACTOR_WITHOUT_REFERENCE",
        "{'type':'deny','actor':[{'reference':{'identifier':{'value':'1'}}}]}; actor[0].reference; ACTOR_WITHOUT_REFERENCE",
        "{'type':'deny','actor':[{'role':{'text':'a'}}]}; actor[0].reference; ACTOR_WITHOUT_REFERENCE",
        "{'type':'deny','actor':[{'reference':{'reference':'somebody'}}]}; actor[0].reference; ACTOR_REFERENCE_UNREADABLE",
        "{'type':'deny','actor':[{'reference':{'reference':'Group?name=a'}}]}; actor[0].reference; ACTOR_REFERENCE_UNREADABLE",
        "{'type':'deny','action':[{'coding':[{'code':'look'}]}]}; action[0]; ACTION_UNKNOWN",
        "{'type':'deny','action':[{'text':'access'}]}; action[0]; ACTION_UNKNOWN",
        "{'type':'deny','purpose':[{'code':'TREAT'},{'display':'b'}]}; purpose[1]; PURPOSE_WITHOUT_CODE",
        "{'type':'deny','securityLabel':[{'display':'b'}]}; securityLabel[0]; LABEL_WITHOUT_CODE",
        "{'type':'deny','securityLabel':[{'code':'PSY'}]}; securityLabel[0]; LABEL_WITHOUT_CODE",
        "{'type':'deny','securityLabel':[{'code':'X',"
            + "'system':'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'}]}; securityLabel[0]; LABEL_UNKNOWN",
        "{'type':'deny','class':[{'system':'http://hl7.org/fhir/resource-types','code':'Obs'}]}; class[0]; CLASS_UNKNOWN",
        "{'type':'deny','class':[{'system':'urn:ietf:rfc:3986','code':'http://a/StructureDefinition/Patient'}]};"
            + " class[0]; CLASS_UNKNOWN",
        "{'type':'deny','class':[{'code':'11488-4'}]}; class[0]; CLASS_UNKNOWN",
        "{'type':'deny','code':[{'text':'a'}]}; code[0]; CODE_MISSING",
        "{'type':'deny','code':[{'coding':[{'code':'a'}]}]}; code[0]; CODE_MISSING",
        "{'type':'deny','data':[{'reference':{'reference':'Group/1'}}]}; data[0].meaning; DATA_MEANING_MISSING",
        "{'type':'deny','data':[{'meaning':'instance'}]}; data[0].reference; DATA_WITHOUT_REFERENCE",
        "{'type':'deny','data':[{'meaning':'instance','reference':{'display':'a'}}]};"
            + " data[0].reference; DATA_WITHOUT_REFERENCE",
        "{'type':'deny','data':[{'meaning':'related','reference':{'reference':'x'}}]};"
            + " data[0].reference; DATA_REFERENCE_UNREADABLE"
      })
  void faultOfAProvisionIsNamed(String provision, String path, FaultCode code) {
    ConsentTable table = table("'status':'active'," + SCOPE + ",'provision':" + provision);

    assertThat(table.faults()).containsExactly(new Fault("1", "Consent.provision." + path, code));
    assertThat(table.verdict(treatment(), ImplicitPolicy.BASIC)).isEqualTo(FactPredicate.NEVER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '"',
      value = {
        "'scope':{'coding':[{'code':'patient-privacy'}]},'provision':{'type':'permit'}; Consent.status; STATUS_MISSING",
        "'status':'active','provision':{'type':'permit'}; Consent.scope; SCOPE_MISSING",
        "'status':'active','scope':{'text':'a'},'provision':{'type':'permit'}; Consent.scope; SCOPE_MISSING",
        "'status':'active','scope':{'coding':[{'code':'patient-privacy'}]}; Consent.policyRule; POLICY_MISSING",
        "'status':'active','scope':{'coding':[{'code':'patient-privacy'}]},"
            + "'policyRule':{'coding':[{'code':'cric'}]}; Consent.policyRule; POLICY_MISSING"
      })
  void faultOfAConsentIsNamed(String fields, String path, FaultCode code) {
    ConsentTable table = table(fields);

    assertThat(table.faults()).containsExactly(new Fault("1", path, code));
    assertThat(table.verdict(treatment(), ImplicitPolicy.BASIC)).isEqualTo(FactPredicate.NEVER);
  }

  @Test
  void faultAnywhereDeniesWhatAnotherConsentPermits() {
    Consent permit = consent("'status':'active'," + SCOPE + ",'provision':{'type':'permit'}");
    Consent faulty = consent("'status':'active'," + SCOPE);

    ConsentTable table = ConsentTable.compile("1", List.of(permit, faulty), Combining.MOST_RECENT);

    assertThat(table.verdict(treatment(), ImplicitPolicy.BASIC)).isEqualTo(FactPredicate.NEVER);
  }

  @Test
  void nestingBeyondTenLevelsIsAFault() {
    int levels = 20;
    String provision =
        "{'type':'deny','provision':[".repeat(levels) + "{'type':'permit'}" + "]}".repeat(levels);

    ConsentTable table = table("'status':'active'," + SCOPE + ",'provision':" + provision);

    assertThat(table.faults())
        .containsOnlyOnce(
            new Fault(
                "1", "Consent.provision" + ".provision[0]".repeat(11), FaultCode.NESTING_TOO_DEEP));
    assertThat(table.verdict(treatment(), ImplicitPolicy.BASIC)).isEqualTo(FactPredicate.NEVER);
  }

  @Test
  void contradictionIsReportedAndDecided() {
    ConsentTable table =
        table(
            "'status':'active',"
                + SCOPE
                + ",'provision':{'type':'deny','provision':[{'type':'permit'}]}");

    assertThat(table.faults())
        .containsExactly(new Fault("1", "Consent.provision.provision[0]", FaultCode.CONTRADICTION));
    assertThat(table.verdict(treatment(), ImplicitPolicy.DENY)).isEqualTo(FactPredicate.ALWAYS);
  }

  private static ConsentTable table(String fields) {
    return ConsentTable.compile("1", List.of(consent(fields)), Combining.DENY_OVERRIDES);
  }

  private static Consent consent(String fields) {
    String json = "{'resourceType':'Consent','id':'1'," + fields + "}";
    return FhirContext.forR4Cached()
        .newJsonParser()
        .setParserErrorHandler(new LenientErrorHandler(false).setErrorOnInvalidValue(false))
        .parseResource(Consent.class, json.replace('\'', '"'));
  }

  private static ConsentContext treatment() {
    return new ConsentContext(
        Set.of(), Set.of(), "TREAT", "access", Instant.parse("2022-06-01T00:00:00Z"));
  }
}
