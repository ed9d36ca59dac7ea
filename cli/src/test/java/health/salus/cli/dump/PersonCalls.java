package health.salus.cli.dump;

import static health.salus.cli.dump.Call.get;
import static health.salus.cli.dump.Call.query;
import static health.salus.cli.dump.Call.send;

import java.util.List;
import java.util.stream.Stream;

/** Requests of every kind that carry what names a person. */
final class PersonCalls {
  private static final String FORM = "application/x-www-form-urlencoded";

  private PersonCalls() {}

  /** All of them, in an order in which they make sense. */
  static List<Call> about(Person person, Person other) {
    return Stream.of(
            searches(person, other),
            joins(person),
            reads(person),
            writes(person),
            conditions(person, other),
            bundles(person),
            predictions(person),
            refusedSearches(person),
            refusedWrites(person, other))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Call> searches(Person person, Person other) {
    return List.of(
        get("Patient?" + query("family", person.family())),
        get("Patient?" + query("family", person.beginning())),
        get("Patient?" + query("family:exact", person.family())),
        get("Patient?" + query("family", person.family() + "," + other.family())),
        get("Patient?" + query("given", person.given(), "family:missing", "false")),
        get("Patient?" + query("name", person.given(), "name", person.family())),
        get("Patient?" + query("name", person.family(), "_total", "accurate")),
        get("Patient?" + query("family", person.family(), "_summary", "count")),
        get("Patient?" + query("family", person.family(), "_elements", "name")),
        get("Patient?" + query("address", person.line())),
        get("Patient?" + query("address-city", person.city())),
        get("Patient?" + query("phone", person.phone())),
        get("Patient?" + query("telecom", "phone|" + person.phone())),
        get("Patient?" + query("identifier", person.identifier())),
        get("Patient?" + query("identifier", person.number())),
        get("Patient?" + query("identifier:not", person.identifier(), "_count", "2")),
        get("Patient?"
                + query(
                    "identifier:of-type",
                    "http://terminology.hl7.org/CodeSystem/v2-0203|MR|" + person.number()))
            .refused(200, 400),
        get("Patient?" + query("birthdate", person.born())),
        get("Patient?" + query("birthdate", "ne" + person.born(), "_count", "1")),
        get("Patient?" + query("birthdate", "ge" + person.born(), "birthdate", "le2020-01-01")),
        get("Patient?" + query("birthdate", "lt" + person.born(), "family", person.family())),
        get("Patient?" + query("birthdate:missing", "true", "family", person.family())),
        get("Patient?" + query("_filter", "family eq \"%s\"".formatted(person.family()))),
        get("Patient?" + query("_filter", "family sw \"%s\"".formatted(person.beginning()))),
        get("Patient?" + query("_filter", "identifier eq \"%s\"".formatted(person.number()))),
        send("POST", "Patient/_search", query("family", person.family())).as(FORM),
        send("POST", "Patient/_search?" + query("birthdate", person.born()), "given=nobody")
            .as(FORM),
        get("?" + query("_type", "Patient,Practitioner", "identifier", person.identifier()))
            .refused(200, 400));
  }

  private static List<Call> joins(Person person) {
    return List.of(
        get("Observation?" + query("subject:Patient.family", person.family(), "_count", "1")),
        get("Condition?" + query("patient.birthdate", person.born())),
        get("Condition?" + query("subject:Patient.identifier", person.identifier())),
        get("Encounter?" + query("subject:Patient.name:exact", person.family())),
        get("Observation?" + query("subject:identifier", person.identifier())).refused(200, 400),
        get(
            "Patient?"
                + query("_has:Observation:subject:status", "final", "family", person.family())),
        get("Practitioner?" + query("_has:Patient:general-practitioner:family", person.family())),
        get("Patient?" + query("family", person.family(), "_revinclude", "Condition:subject")),
        get("Condition?" + query("subject:Patient.family", person.family(), "_include", "*")));
  }

  private static List<Call> reads(Person person) {
    String patient = "Patient/" + person.id();
    return List.of(
        get(patient),
        get(patient + "/_history"),
        get(patient + "/_history/1"),
        get("Patient/_history?_count=3"),
        get("_history?_count=3"),
        get(patient + "/$everything?_count=5"),
        get(patient + "/Observation?_count=2").refused(200, 404),
        get(patient + "?_format=xml"),
        send("POST", "Patient/$validate", person.json()));
  }

  private static List<Call> writes(Person person) {
    String patient = "Patient/" + person.id();
    String changed = person.json().replaceFirst("\\{", "{\"language\":\"de\",");
    return List.of(
        send("PUT", patient, changed),
        send("PUT", patient, person.json()),
        send(
                "PATCH",
                patient,
                "[{\"op\":\"add\",\"path\":\"/maritalStatus\",\"value\":{\"text\":\"with %s\"}}]"
                    .formatted(person.family()))
            .as("application/json-patch+json"),
        send("POST", "Patient", named(person.family() + "-" + person.given())),
        send(
            "POST",
            "Observation",
            """
            {"resourceType":"Observation","status":"final","code":{"text":"of %s"},
             "subject":{"reference":"Patient/%s","display":"%s"},"valueString":"%s"}"""
                .formatted(person.family(), person.id(), person.family(), person.line())),
        send(
            "POST",
            "SearchParameter",
            """
            {"resourceType":"SearchParameter","url":"http://example.org/contact-name",
             "name":"contact","status":"active","description":"contacts","code":"contact-name",
             "base":["Patient"],"type":"string","expression":"Patient.contact.name"}"""),
        send("PUT", patient, changed),
        get("Patient?" + query("contact-name", person.family())).refused(200, 400));
  }

  private static List<Call> conditions(Person person, Person other) {
    String family = person.family() + "-" + other.family();
    String by = "Patient?" + query("family", family, "birthdate", person.born());
    return List.of(
        send(
            "POST",
            "Patient",
            named(family),
            "If-None-Exist",
            query("family:exact", person.family())),
        send("POST", "Patient", bornAs(family, person), "If-None-Exist", query("family", family)),
        send("PUT", by, bornAs(family, person)),
        send("PATCH", by, "[{\"op\":\"add\",\"path\":\"/language\",\"value\":\"de\"}]")
            .as("application/json-patch+json"),
        send("DELETE", by, ""),
        send("DELETE", "Patient?" + query("identifier", "nobody|" + person.number()), "")
            .refused(200, 204, 404));
  }

  private static List<Call> bundles(Person person) {
    String reference = "Patient?" + query("identifier", person.identifier());
    return List.of(
        send("POST", "", bundle("batch", read("Patient?" + query("name", person.family())))),
        send(
                "POST",
                "",
                bundle(
                    "transaction",
                    read("Patient?" + query("birthdate", person.born())),
                    """
                {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},
                   "subject":{"reference":"%s"}},"request":{"method":"POST","url":"Observation"}}"""
                        .formatted(reference),
                    """
                {"resource":%s,"request":{"method":"POST","url":"Patient","ifNoneExist":"%s"}}"""
                        .formatted(named(person.family()), query("family", person.family()))))
            .refused(200, 412), // if several have names that begin so
        send("POST", "", bundle("transaction", read("Patient?" + query("nosuch", person.family()))))
            .refused(200, 400));
  }

  private static List<Call> predictions(Person person) {
    return List.of(
        send("POST", "Patient/" + person.id() + "/$predict", "{\"resourceType\":\"Parameters\"}")
            .refused(200, 422),
        send(
                "POST",
                "/cds-services/salus-risk",
                """
                {"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
                 "context":{"userId":"Practitioner/1","patientId":"%s"},
                 "prefetch":{"patient":%s}}"""
                    .formatted(person.id(), person.json()))
            .as("application/json")
            .refused(200, 400, 412),
        send(
                "POST",
                "/cds-services/salus-risk/feedback",
                """
                {"feedback":[{"card":"00000000-0000-4000-8000-000000000000","outcome":"overridden",
                 "overrideReason":{"userComment":"%s was here"},"outcomeTimestamp":"2026-11-24T12:00:00Z"}]}"""
                    .formatted(person.family()))
            .as("application/json"),
        send("POST", "/cds-services/salus-risk", "{\"hook\":\"%s\"}".formatted(person.family()))
            .as("application/json")
            .refused(400));
  }

  private static List<Call> refusedSearches(Person person) {
    return List.of(
        get("Patient?" + query("family:contains", person.family())).refused(400),
        get("Patient?" + query("name:text", person.family())).refused(400),
        get("Patient?" + query("family", person.family(), "_sort", "family")).refused(400),
        get("Patient?" + query("_filter", "family co \"%s\"".formatted(person.family())))
            .refused(400),
        get("Patient?" + query("_filter", "family %s \"x".formatted(person.family()))).refused(400),
        get("Patient?" + query("family", person.family().repeat(40))).refused(400),
        get("Patient?" + query("birthdate", person.family())).refused(400),
        get("Patient?" + query("birthdate", person.born() + "T10:00:00Z")).refused(400),
        get("Patient?" + query("surname", person.family())).refused(400),
        get("Patient?" + query(person.family(), "1")).refused(400),
        get("Patient?" + query("_has:Observation:subject:nosuch", person.family())).refused(400),
        get("Observation?" + query("subject:Patient.nosuch", person.family())).refused(400),
        get("Patient?" + query("_text", person.family())).refused(400),
        get("Patient?" + query("_content", person.family())).refused(400),
        get("Patient?" + query("family", person.family(), "_include", person.family()))
            .refused(400),
        get("Patient?" + query("family", person.family() + "\0")).refused(200, 400),
        get("Patient?" + query("_page", person.family())).refused(400, 404, 410),
        get("Patient/" + query("a", person.family())).refused(400, 404),
        get("Patient/" + person.number().replaceAll("[^A-Za-z0-9-]", "x")).refused(404));
  }

  private static List<Call> refusedWrites(Person person, Person other) {
    String patient = "Patient/" + person.id();
    String wrong = "{\"resourceType\":\"Patient\",\"birthDate\":\"%s\"}".formatted(person.family());
    return List.of(
        send("POST", "Patient", wrong).refused(400, 422),
        send("POST", "Patient", person.json().replaceFirst("\\{", "{\"nosuch\":\"x\","))
            .refused(400, 422),
        send("POST", "Patient", person.json().substring(0, person.json().length() / 2))
            .refused(400),
        send("POST", "Patient", "<Patient><name value=\"%s\"".formatted(person.family()))
            .as("application/fhir+xml")
            .refused(400),
        send("PUT", "Patient/" + other.id(), person.json()).refused(400),
        send("PUT", patient, person.json(), "If-Match", "W/\"77\"").refused(409, 412),
        send("PUT", "Patient?" + query("birthdate", "ge1900"), named(person.family()))
            .refused(400, 412),
        send("DELETE", patient, "").refused(409),
        send(
                "PATCH",
                patient,
                "[{\"op\":\"test\",\"path\":\"/name/0/family\",\"value\":\"%s\"}]"
                    .formatted(other.family()))
            .as("application/json-patch+json")
            .refused(400, 422),
        send(
                "POST",
                "Observation",
                """
                {"resourceType":"Observation","status":"final","code":{"text":"x"},
                 "subject":{"reference":"Patient?%s"}}"""
                    .formatted(query("identifier", "none|" + person.number())))
            .refused(400, 404, 412, 422),
        send("POST", "Basic", named(person.family())).refused(400, 422));
  }

  private static String named(String family) {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}]}".formatted(family);
  }

  private static String bornAs(String family, Person person) {
    return "{\"resourceType\":\"Patient\",\"name\":[{\"family\":\"%s\"}],\"birthDate\":\"%s\"}"
        .formatted(family, person.born());
  }

  private static String read(String url) {
    return "{\"request\":{\"method\":\"GET\",\"url\":\"%s\"}}".formatted(url);
  }

  private static String bundle(String type, String... entries) {
    return "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}"
        .formatted(type, String.join(",", entries));
  }
}
