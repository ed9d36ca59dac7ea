package health.salus.storage.narrowing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.jpa.dao.NonPersistedSearch;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap;
import ca.uhn.fhir.jpa.searchparam.SearchParameterMap.EverythingModeEnum;
import ca.uhn.fhir.model.api.Include;
import ca.uhn.fhir.rest.api.SortSpec;
import ca.uhn.fhir.rest.param.HasParam;
import ca.uhn.fhir.rest.param.ReferenceParam;
import ca.uhn.fhir.rest.param.StringParam;
import ca.uhn.fhir.rest.param.TokenParam;
import ca.uhn.fhir.rest.server.exceptions.ForbiddenOperationException;
import ca.uhn.fhir.rest.server.util.FhirContextSearchParamRegistry;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.auth.Callers;
import health.salus.interceptors.consent.Disclosure;
import health.salus.interceptors.masking.MaskedParameters;
import health.salus.interceptors.masking.MaskedSearches;
import health.salus.interceptors.masking.MaskingPolicyReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MaskedSearchesTest {
  private static final FhirContext FHIR = FhirContext.forR4Cached();
  private static final FhirContextSearchParamRegistry REGISTRY =
      new FhirContextSearchParamRegistry(FHIR);
  private static final MaskedSearches SEARCHES = searches();

  private static MaskedSearches searches() {
    try {
      return new MaskedSearches(
          new MaskingPolicyReader(FHIR, Set.of("nurse"))
              .read(
                  new JsonMapper()
                      .readTree(
                          """
                          {"rules":[{"name":"a","action":"omit","roles":["nurse"],
                            "path":["Patient.name","Patient.identifier","Observation.performer"]}]}""")),
          new MaskedParameters(FHIR, REGISTRY),
          REGISTRY,
          FilterPaths::of);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Observation:performer",
        "Observation:performer:Practitioner",
        "Observation:*",
        "*",
        "Observation:*:Patient"
      })
  void includeOverAMaskedReferenceIsRefused(String include) {
    SearchParameterMap forwards = new SearchParameterMap();
    forwards.addInclude(new Include(include));
    SearchParameterMap backwards = new SearchParameterMap();
    backwards.addRevInclude(new Include(include, true));

    refused("Observation", forwards);
    refused("Practitioner", backwards);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Observation:subject", "Observation:patient:Patient", "Encounter:*"})
  void otherIncludesAreAllowed(String include) {
    SearchParameterMap search = new SearchParameterMap();
    search.addInclude(new Include(include));

    allowed("Observation", search);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name eq x",
        "(gender eq male and name co x)",
        "general-practitioner.name eq x or name eq y"
      })
  void filterByAMaskedElementIsRefused(String filter) {
    refused("Patient", new SearchParameterMap().add("_filter", new StringParam(filter)));
  }

  @Test
  void filterOfAnotherPatientByAMaskedElementIsRefused() {
    refused(
        "Observation",
        new SearchParameterMap().add("_filter", new StringParam("subject.name eq x")));
    allowed("Patient", new SearchParameterMap().add("_filter", new StringParam("gender eq male")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name",
        "family:exact",
        "link.name",
        "link:Patient.name",
        "_has:Observation:patient:performer"
      })
  void chainToAMaskedElementIsRefused(String chain) {
    refused("Observation", new SearchParameterMap().add("subject", new ReferenceParam(chain, "x")));
    refused(
        "Observation",
        new SearchParameterMap().add("subject", new ReferenceParam("Patient", chain, "x")));
  }

  @Test
  void chainWithoutEndIsRefusedAtOnce() {
    refused(
        "Observation",
        new SearchParameterMap()
            .add("based-on", new ReferenceParam("based-on.".repeat(500) + "code", "x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"subject.name", "subject:Patient.name", "performer"})
  void hasOfAMaskedElementIsRefused(String parameter) {
    refused(
        "Encounter",
        new SearchParameterMap()
            .add("_has", new HasParam("Observation", "encounter", parameter, "x")));
  }

  @Test
  void hasOverAMaskedReferenceIsRefused() {
    refused(
        "Practitioner",
        new SearchParameterMap()
            .add("_has", new HasParam("Observation", "performer", "code", "x")));
    allowed(
        "Patient",
        new SearchParameterMap().add("_has", new HasParam("Observation", "patient", "code", "x")));
  }

  @Test
  void secondSortByAMaskedElementIsRefused() {
    SearchParameterMap search = new SearchParameterMap();
    search.setSort(new SortSpec("_id").setChain(new SortSpec("patient.name")));

    refused("Observation", search);
  }

  @Test
  void missingAndNotAreConditionsToo() {
    refused("Patient", new SearchParameterMap().add("name", new StringParam().setMissing(true)));
    refused(
        "Patient",
        new SearchParameterMap()
            .add(
                "identifier",
                new TokenParam("urn:x", "1")
                    .setModifier(ca.uhn.fhir.rest.param.TokenParamModifier.NOT)));
  }

  @Test
  void recordCannotBeSearchedForText() {
    SearchParameterMap search = new SearchParameterMap();
    search.setEverythingMode(EverythingModeEnum.PATIENT_INSTANCE);
    allowed("Patient", search);

    search.add("_content", new StringParam("x"));

    refused("Patient", search);
  }

  @Test
  void callerWithoutMasksAndTheServerItselfAreNotLimited() {
    SearchParameterMap search = new SearchParameterMap().add("name", new StringParam("x"));

    assertThatCode(
            () ->
                SEARCHES.check(
                    new NonPersistedSearch("Patient"), Callers.requestOf(caller("admin")), search))
        .doesNotThrowAnyException();
    assertThatCode(() -> SEARCHES.check(new NonPersistedSearch("Patient"), null, search))
        .doesNotThrowAnyException();
  }

  private static void refused(String type, SearchParameterMap search) {
    assertThatThrownBy(() -> check(type, search))
        .isInstanceOfSatisfying(
            ForbiddenOperationException.class,
            e ->
                assertThat(FHIR.newJsonParser().encodeToString(e.getOperationOutcome()))
                    .contains("MASKED_PARAMETER"));
  }

  private static void allowed(String type, SearchParameterMap search) {
    assertThatCode(() -> check(type, search)).doesNotThrowAnyException();
  }

  private static void check(String type, SearchParameterMap search) {
    SEARCHES.check(new NonPersistedSearch(type), Callers.requestOf(caller("nurse")), search);
  }

  private static Caller caller(String role) {
    return new Caller(
        "test", Set.of(role), List.of(), Optional.empty(), "TREAT", Disclosure.EXEMPT);
  }
}
