package health.salus.server.access;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes requests of every kind, which try to touch what is hidden. The same seed, the same ones.
 */
final class TwinRequests {
  private static final String NO_PARAMETERS = "{\"resourceType\":\"Parameters\"}";

  /** Ids of each type, half of them hidden. */
  private static final Map<String, List<String>> IDS =
      Map.ofEntries(
          Map.entry("Patient", List.of("v-p1", "v-p2", "v-p3", "h-p1", "h-p2", "none")),
          Map.entry("Encounter", List.of("v-e1", "v-e3", "h-e1", "h-e3", "none")),
          Map.entry("Observation", List.of("v-o1", "v-o4", "h-o1", "h-o2", "h-o3", "h-o4", "none")),
          Map.entry("Condition", List.of("v-c1", "h-c1", "h-c2", "h-c3", "none")),
          Map.entry("MedicationRequest", List.of("v-r1", "h-r1", "h-r2", "none")),
          Map.entry("DocumentReference", List.of("v-d1", "h-d1", "h-d2", "none")),
          Map.entry("Binary", List.of("v-b", "h-b", "none")),
          Map.entry("Provenance", List.of("v-pr1", "h-pr1", "h-pr2", "none")),
          Map.entry("AuditEvent", List.of("v-a1", "h-a1", "none")),
          Map.entry("List", List.of("v-l1", "h-l1", "none")),
          Map.entry("Group", List.of("v-g", "h-g", "none")),
          Map.entry("CareTeam", List.of("v-t", "h-t", "none")),
          Map.entry("Consent", List.of("v-deny-psy", "v-period", "h-deny", "none")));

  private static final List<String> TYPES = IDS.keySet().stream().sorted().toList();

  private static final List<String> SEARCHES =
      List.of(
          "Patient?family=Hidden",
          "Patient?family:contains=idd",
          "Patient?family:exact=Hidden",
          "Patient?name:missing=false",
          "Patient?identifier=urn:mrn|h-p1",
          "Patient?identifier=h-p1,v-p1",
          "Patient?identifier:not=urn:mrn|v-p1",
          "Patient?birthdate=1970-01-01",
          "Patient?birthdate=ge1960&birthdate=lt1975",
          "Patient?gender=female",
          "Patient?gender:not=male",
          "Patient?active=true",
          "Patient?organization=Organization/v-org",
          "Patient?general-practitioner=Practitioner/v-dr",
          "Patient?general-practitioner.family=Doctor",
          "Patient?_lastUpdated=ge2020-01-01",
          "Patient?_lastUpdated=lt2020-01-01",
          "Patient?_id=h-p1",
          "Patient?_id=v-p1,h-p1,none",
          "Patient?_profile=http://none",
          "Patient?_has:Observation:subject:code=secret",
          "Patient?_has:Observation:subject:code=psyche",
          "Patient?_has:Observation:subject:code=alpha",
          "Patient?_has:Observation:subject:value-quantity=gt40",
          "Patient?_has:Condition:subject:code=hidden-condition",
          "Patient?_has:Condition:subject:code=psyche-condition",
          "Patient?_has:Encounter:subject:_has:Observation:encounter:code=secret",
          "Patient?_has:Encounter:subject:_has:Observation:encounter:code=psyche",
          "Patient?_has:Encounter:subject:date=lt2016",
          "Patient?_has:Observation:subject:encounter.date=2021-03-01",
          "Patient?_has:Provenance:target:recorded=ge2021",
          "Patient?_has:List:subject:item=Observation/v-o2",
          "Patient?_has:Group:member:type=person",
          "Patient?_filter=family eq \"Hidden\"",
          "Patient?_filter=family co \"i\" and gender eq female",
          "Patient?_list=h-l1",
          "Patient?_revinclude=Observation:subject",
          "Patient?_revinclude=Provenance:target",
          "Patient?_revinclude=Group:member",
          "Patient?_revinclude:iterate=Observation:subject",
          "Patient?_sort=family",
          "Patient?_sort=-birthdate",
          "Observation?code=alpha",
          "Observation?code=urn:code|secret",
          "Observation?code=psyche",
          "Observation?code:not=alpha",
          "Observation?code:text=secret",
          "Observation?code:missing=false",
          "Observation?value-quantity=gt40",
          "Observation?value-quantity=99",
          "Observation?value-quantity=le9|http://unitsofmeasure.org|mg",
          "Observation?code-value-quantity=alpha$5",
          "Observation?code-value-quantity=secret$gt50",
          "Observation?component-code=secret-part",
          "Observation?component-code-value-quantity=psyche-part$gt1",
          "Observation?component-value-quantity=gt45",
          "Observation?date=2021-03-02",
          "Observation?date=lt2020",
          "Observation?date=ge2021-04-01",
          "Observation?subject=Patient/h-p1",
          "Observation?patient=h-p1,v-p1",
          "Observation?patient=v-p3",
          "Observation?subject:Patient.family=Hidden",
          "Observation?patient.family=Visible",
          "Observation?patient.birthdate=1970-01-01",
          "Observation?patient.organization.name=Visible",
          "Observation?encounter=Encounter/h-e1",
          "Observation?encounter.date=2021-03-01",
          "Observation?encounter.subject:Patient.family=Hidden",
          "Observation?encounter:Encounter.patient:Patient.family=Visible",
          "Observation?encounter:missing=true",
          "Observation?performer=Practitioner/v-dr",
          "Observation?performer:Practitioner.family=Doctor",
          "Observation?has-member=Observation/v-o1",
          "Observation?has-member=Observation/v-o2",
          "Observation?has-member:Observation.code=alpha",
          "Observation?has-member.code=secret",
          "Observation?_has:Observation:has-member:code=alpha",
          "Observation?_has:Observation:has-member:code=psyche",
          "Observation?_has:Provenance:target:agent=Practitioner/v-dr",
          "Observation?_has:List:item:status=current",
          "Observation?_list=v-l1",
          "Observation?_list=h-l1",
          "Observation?_security=PSY",
          "Observation?_security:not=PSY",
          "Observation?_security:missing=true",
          "Observation?_tag:missing=true",
          "Observation?_include=Observation:subject",
          "Observation?_include=Observation:encounter&_include=Observation:has-member",
          "Observation?_include=*",
          "Observation?_include:iterate=Observation:has-member",
          "Observation?_revinclude=Observation:has-member",
          "Observation?_revinclude=Provenance:target",
          "Observation?_revinclude=List:item",
          "Observation?_revinclude=*",
          "Observation?_filter=code eq secret",
          "Observation?_filter=patient.family eq Hidden",
          "Observation?_sort=date",
          "Observation?_sort=-value-quantity",
          "Observation?_sort=patient.family",
          "Observation?_sort=_lastUpdated",
          "Condition?code=visible-condition",
          "Condition?code=hidden-condition",
          "Condition?code:not=visible-condition",
          "Condition?patient.identifier=h-p1",
          "Condition?asserter=Practitioner/v-dr",
          "Condition?recorded-date=2021-03-01",
          "Encounter?date=lt2016",
          "Encounter?participant=Practitioner/v-dr",
          "Encounter?_revinclude=Observation:encounter",
          "MedicationRequest?medication=Medication/v-m",
          "MedicationRequest?medication.code=drug",
          "MedicationRequest?_include=MedicationRequest:medication&_include=MedicationRequest:patient",
          "Medication?_has:MedicationRequest:medication:patient=Patient/h-p1",
          "Medication?_has:MedicationRequest:medication:subject:Patient.family=Hidden",
          "Medication?_revinclude=MedicationRequest:medication",
          "Practitioner?_has:Observation:performer:code=secret",
          "Practitioner?_has:Observation:performer:patient.family=Hidden",
          "Practitioner?_has:Encounter:participant:date=lt2016",
          "Practitioner?_revinclude=Observation:performer",
          "Practitioner?_revinclude=CareTeam:participant",
          "Organization?_has:Patient:organization:family=Hidden",
          "Organization?_revinclude=Patient:organization",
          "Organization?_revinclude=Patient:organization&_revinclude:iterate=Observation:subject",
          "DocumentReference?author=Practitioner/v-dr",
          "DocumentReference?date=ge2021",
          "Provenance?target=Observation/v-o1",
          "Provenance?target=Observation/h-o1",
          "Provenance?agent=Practitioner/v-dr",
          "Provenance?_include=Provenance:target",
          "AuditEvent?date=ge2021",
          "AuditEvent?entity=Patient/h-p1",
          "List?item=Observation/v-o2",
          "List?subject=Patient/h-p1",
          "List?_include=List:item",
          "Group?member=Patient/v-p1",
          "Group?member=Patient/h-p1",
          "Group?_include=Group:member",
          "CareTeam?participant=Practitioner/v-dr",
          "Consent?patient=Patient/h-p1",
          "Consent?status=active",
          "Binary?contenttype=text/plain",
          "?_type=Patient,Observation,Condition",
          "?_type=Observation&code=secret",
          "?_id=h-p1,v-p1");

  private static final List<String> SHAPES =
      List.of(
          "",
          "&_count=1",
          "&_count=2",
          "&_count=3&_total=accurate",
          "&_total=accurate",
          "&_summary=count",
          "&_count=0",
          "&_elements=id",
          "&_summary=true",
          "&_offset=1&_count=2",
          "&_sort=_id&_count=2",
          "&_sort=-_lastUpdated&_count=2&_total=accurate");

  private final Random random;

  TwinRequests(long seed) {
    this.random = new Random(seed);
  }

  /** All of them, once through every search and every kind, and more at random. */
  List<TwinRequest> all() {
    List<TwinRequest> requests = new ArrayList<>();
    for (String search : SEARCHES) {
      requests.add(search(search, "&_total=accurate"));
      requests.add(search(search, one(SHAPES)));
    }
    for (String type : TYPES) {
      for (String id : IDS.get(type)) {
        requests.addAll(instance(type, id));
      }
      requests.add(TwinRequest.get("history-type", type + "/_history?_count=2"));
      requests.add(TwinRequest.get("history-type", type + "/_history"));
    }
    requests.add(TwinRequest.get("history-system", "_history?_count=5"));
    requests.addAll(ofPatients());
    for (int i = 0; i < 40; i++) {
      requests.add(posted());
      requests.add(batch());
    }
    requests.addAll(new TwinWrites().all());
    return requests;
  }

  private static TwinRequest search(String search, String shape) {
    return TwinRequest.get("search", encoded(search + shape));
  }

  private static List<TwinRequest> instance(String type, String id) {
    String path = type + "/" + id;
    return List.of(
        TwinRequest.get("read", path),
        TwinRequest.get("vread", path + "/_history/1"),
        TwinRequest.get("vread", path + "/_history/2"),
        TwinRequest.get("history-instance", path + "/_history"),
        TwinRequest.get("read-elements", path + "?_elements=meta"),
        TwinRequest.get("meta", path + "/$meta"),
        TwinRequest.ask("validate", path + "/$validate?mode=delete", NO_PARAMETERS),
        TwinRequest.ask("explain", path + "/$explain-access", NO_PARAMETERS),
        TwinRequest.get("unknown-operation", path + "/$unknown"));
  }

  private List<TwinRequest> ofPatients() {
    List<TwinRequest> requests = new ArrayList<>();
    for (String id : IDS.get("Patient")) {
      String path = "Patient/" + id;
      requests.add(TwinRequest.get("everything", path + "/$everything"));
      requests.add(TwinRequest.get("everything", path + "/$everything?_count=2"));
      requests.add(
          TwinRequest.get("everything", path + "/$everything?_type=Observation,Condition"));
      requests.add(TwinRequest.get("everything", path + "/$everything?start=2020-01-01&_count=3"));
      for (String type : List.of("Observation", "Condition", "Encounter", "Group", "*")) {
        requests.add(
            TwinRequest.get("compartment", path + "/" + type + one(List.of("", "?_count=1"))));
      }
      requests.add(TwinRequest.ask("predict", path + "/$predict", NO_PARAMETERS));
      requests.add(cds(id));
    }
    requests.add(TwinRequest.get("compartment", "Practitioner/v-dr/Observation"));
    requests.add(TwinRequest.get("everything", "Patient/$everything"));
    return requests;
  }

  private static TwinRequest cds(String patient) {
    String request =
        """
        {"hook":"patient-view","hookInstance":"d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
         "context":{"userId":"Practitioner/v-dr","patientId":"%s"}}"""
            .formatted(patient);
    return new TwinRequest(
        "cds",
        true,
        "POST",
        "/cds-services/salus-risk",
        request,
        List.of("Content-Type", "application/json"));
  }

  private TwinRequest posted() {
    String search = one(SEARCHES);
    int mark = search.indexOf('?');
    String type = mark == 0 ? "" : search.substring(0, mark) + "/";
    return TwinRequest.form(
        "search-post", type + "_search", encoded(search.substring(mark + 1) + one(SHAPES)));
  }

  private TwinRequest batch() {
    String type = one(TYPES);
    String entries =
        """
        {"request":{"method":"GET","url":"%s"}},{"request":{"method":"GET","url":"%s"}}"""
            .formatted(type + "/" + one(IDS.get(type)), encoded(one(SEARCHES) + one(SHAPES)));
    String kind = random.nextBoolean() ? "batch" : "transaction";
    return TwinRequest.ask(
        kind,
        "",
        "{\"resourceType\":\"Bundle\",\"type\":\"%s\",\"entry\":[%s]}".formatted(kind, entries));
  }

  private static String encoded(String search) {
    StringBuilder encoded = new StringBuilder();
    for (String part : search.split("(?<=[?&=])|(?=[?&=])", -1)) {
      boolean mark = part.length() == 1 && "?&=".contains(part);
      encoded.append(mark ? part : URLEncoder.encode(part, StandardCharsets.UTF_8));
    }
    return encoded.toString().replace("%2F", "/").replace("%3A", ":");
  }

  private <T> T one(List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
