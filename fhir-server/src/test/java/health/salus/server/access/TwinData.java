package health.salus.server.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Resources that both servers hold, and resources that only one holds because the callers may not
 * see them. Ids of hidden resources begin with {@code h-}.
 */
final class TwinData {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final String PSY = Consents.label("PSY").substring(1);

  private TwinData() {}

  /** What everybody in the test may see, with the consents that say so. */
  static List<String> visible() {
    return List.of(
        "{'resourceType':'Organization','id':'v-org','name':'Visible Hospital'}",
        "{'resourceType':'Practitioner','id':'v-dr','name':[{'family':'Doctor','given':['Vis']}]}",
        "{'resourceType':'Practitioner','id':'v-other','name':[{'family':'Other'}]}",
        patient("v-p1", "Visible", "1970-01-01", "active"),
        patient("v-p2", "Seen", "1980-02-02", "active"),
        patient("v-p3", "Period", "1990-03-03", "active"),
        encounter("v-e1", "v-p1", "2021-03-01"),
        encounter("v-e3", "v-p3", "2021-05-01"),
        observation("v-o1", "v-p1", "alpha", "2021-03-02", 5, "v-e1", ""),
        observation("v-o2", "v-p1", "beta", "2021-03-03", 6, "v-e1", ""),
        observation("v-o3", "v-p2", "alpha", "2021-03-04", 7, null, ""),
        observation("v-o4", "v-p2", "beta", "2021-03-05", 8, null, member("v-o3")),
        observation("v-o5", "v-p3", "alpha", "2021-06-01", 9, "v-e3", ""),
        condition("v-c1", "v-p1", "visible-condition", ""),
        condition("v-c2", "v-p2", "visible-condition", ""),
        medication("v-m"),
        request("v-r1", "v-p1", "v-m", ""),
        request("v-r2", "v-p2", "v-m", ""),
        "{'resourceType':'Binary','id':'v-b','contentType':'text/plain','data':'dmlzaWJsZQ=='}",
        document("v-d1", "v-p1", "v-b", ""),
        provenance("v-pr1", "Observation/v-o1"),
        list("v-l1", "v-p1", "Observation/v-o1", "Observation/v-o2"),
        group("v-g", "v-p1", "v-p2"),
        careTeam("v-t", "v-p1"),
        audit("v-a1", "v-p2"),
        consent(
            "v-deny-psy", "v-p1", permit("{'type':'deny','securityLabel':[%s]}".formatted(psy()))),
        consent(
            "v-period",
            "v-p3",
            "'type':'deny','provision':[{'type':'permit','dataPeriod':{'start':'2020-01-01','end':'2022-12-31'}}]"));
  }

  /** What nobody may see but an administrator. */
  static List<String> hidden() {
    return List.of(
        patient("h-p1", "Hidden", "1970-01-01", "active"),
        consent("h-deny", "h-p1", "'type':'deny'"),
        "{'resourceType':'Binary','id':'h-b','securityContext':{'reference':'Patient/h-p1'},'contentType':'text/plain','data':'aGlkZGVu'}",
        encounter("h-e1", "h-p1", "2021-03-01"),
        observation("h-o1", "h-p1", "alpha", "2021-03-02", 5, "h-e1", member("v-o1")),
        observation("h-o2", "h-p1", "secret", "2021-04-02", 99, "h-e1", member("h-o1")),
        condition("h-c1", "h-p1", "visible-condition", ""),
        condition("h-c2", "h-p1", "hidden-condition", ""),
        request("h-r1", "h-p1", "v-m", ""),
        document("h-d1", "h-p1", "h-b", ""),
        provenance("h-pr1", "Observation/h-o1"),
        provenance("h-pr2", "Observation/h-o1", "Observation/v-o1"),
        list("h-l1", "h-p1", "Observation/h-o1", "Observation/v-o2"),
        group("h-g", "v-p1", "h-p1"),
        careTeam("h-t", "h-p1"),
        audit("h-a1", "h-p1"),
        observation("h-o3", "v-p1", "psyche", "2021-03-02", 50, "v-e1", label() + member("v-o2")),
        condition("h-c3", "v-p1", "psyche-condition", label()),
        document("h-d2", "v-p1", "h-b", label()),
        request("h-r2", "v-p1", "v-m", label()),
        observation("h-o4", "v-p3", "alpha", "2019-06-01", 9, "v-e3", ""),
        encounter("h-e3", "v-p3", "2015-05-01"));
  }

  /** A visible observation in a visit that its patient hides. */
  static List<String> visibleBesideHidden() {
    return List.of(
        encounter("h-e9", "v-p1", "2021-03-01")
            .replace(
                "'resourceType'",
                label().substring(1) + ",'identifier':[{'value':'right'}],'resourceType'"),
        observation("v-o9", "v-p1", "beside", "2021-03-02", 5, "h-e9", ""));
  }

  /** What only the clinician may not see. */
  static List<String> hiddenFromPractitioner() {
    return List.of(
        patient("h-p2", "Avoiding", "1971-01-01", "active"),
        consent(
            "h-deny-dr",
            "h-p2",
            permit("{'type':'deny'," + Consents.actor("Practitioner/v-dr") + "}")),
        encounter("h-e2", "h-p2", "2021-03-01"),
        observation("h-o5", "h-p2", "alpha", "2021-03-02", 5, "h-e2", ""),
        condition("h-c4", "h-p2", "visible-condition", ""),
        request("h-r3", "h-p2", "v-m", ""));
  }

  static void load(TestServer server, List<String> resources) {
    for (String resource : resources) {
      String json = resource.replace('\'', '"');
      JsonNode node = read(json);
      String path = node.path("resourceType").asText() + "/" + node.path("id").asText();
      HttpResponse<String> answer = server.put(path, json);
      assertThat(answer.statusCode()).as(path + " " + answer.body()).isIn(200, 201);
    }
  }

  private static JsonNode read(String json) {
    try {
      return MAPPER.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  private static String psy() {
    return "{'system':'%s','code':'PSY'}".formatted(Consents.ACT_CODE);
  }

  private static String label() {
    return "," + PSY;
  }

  private static String permit(String nested) {
    return "'type':'permit','provision':[" + nested + "]";
  }

  private static String consent(String id, String patient, String provision) {
    return Consents.consent(patient, provision).replaceFirst("\\{", "{'id':'%s',".formatted(id));
  }

  private static String patient(String id, String family, String born, String state) {
    return "{'resourceType':'Patient','id':'%s','active':true,'identifier':[{'system':'urn:mrn','value':'%s'}],'name':[{'family':'%s','text':'%s'}],'birthDate':'%s','gender':'female','managingOrganization':{'reference':'Organization/v-org'},'generalPractitioner':[{'reference':'Practitioner/v-dr'}]}"
        .formatted(id, id, family, state, born);
  }

  private static String encounter(String id, String patient, String day) {
    return "{'resourceType':'Encounter','id':'%s','status':'finished','class':{'code':'AMB'},'subject':{'reference':'Patient/%s'},'participant':[{'individual':{'reference':'Practitioner/v-dr'}}],'period':{'start':'%s','end':'%s'}}"
        .formatted(id, patient, day, day);
  }

  private static String observation(
      String id,
      String patient,
      String code,
      String day,
      int value,
      @Nullable String encounter,
      String more) {
    String visit =
        encounter == null ? "" : ",'encounter':{'reference':'Encounter/" + encounter + "'}";
    return "{'resourceType':'Observation','id':'%s','status':'final','code':{'coding':[{'system':'urn:code','code':'%s','display':'%s'}]},'subject':{'reference':'Patient/%s'},'performer':[{'reference':'Practitioner/v-dr'}],'effectiveDateTime':'%s','valueQuantity':{'value':%d,'unit':'mg','system':'http://unitsofmeasure.org','code':'mg'},'component':[{'code':{'coding':[{'system':'urn:code','code':'%s-part'}]},'valueQuantity':{'value':%d,'unit':'mg'}}]%s%s}"
        .formatted(id, code, code, patient, day, value, code, value + 1, visit, more);
  }

  private static String member(String observation) {
    return ",'hasMember':[{'reference':'Observation/" + observation + "'}]";
  }

  private static String condition(String id, String patient, String code, String more) {
    return "{'resourceType':'Condition','id':'%s','code':{'coding':[{'system':'urn:code','code':'%s'}],'text':'%s'},'subject':{'reference':'Patient/%s'},'asserter':{'reference':'Practitioner/v-dr'},'recordedDate':'2021-03-01'%s}"
        .formatted(id, code, code, patient, more);
  }

  private static String medication(String id) {
    return "{'resourceType':'Medication','id':'%s','code':{'coding':[{'system':'urn:code','code':'drug'}]}}"
        .formatted(id);
  }

  private static String request(String id, String patient, String medication, String more) {
    return "{'resourceType':'MedicationRequest','id':'%s','status':'active','intent':'order','medicationReference':{'reference':'Medication/%s'},'subject':{'reference':'Patient/%s'},'requester':{'reference':'Practitioner/v-dr'},'authoredOn':'2021-03-01'%s}"
        .formatted(id, medication, patient, more);
  }

  private static String document(String id, String patient, String binary, String more) {
    return "{'resourceType':'DocumentReference','id':'%s','status':'current','date':'2021-03-01T10:00:00Z','subject':{'reference':'Patient/%s'},'author':[{'reference':'Practitioner/v-dr'}],'content':[{'attachment':{'contentType':'text/plain','url':'Binary/%s'}}]%s}"
        .formatted(id, patient, binary, more);
  }

  private static String provenance(String id, String... targets) {
    StringBuilder all = new StringBuilder();
    for (String target : targets) {
      all.append(all.isEmpty() ? "" : ",").append("{'reference':'").append(target).append("'}");
    }
    return "{'resourceType':'Provenance','id':'%s','recorded':'2021-03-02T10:00:00Z','target':[%s],'agent':[{'who':{'reference':'Practitioner/v-dr'}}]}"
        .formatted(id, all);
  }

  private static String list(String id, String patient, String first, String second) {
    return "{'resourceType':'List','id':'%s','status':'current','mode':'working','date':'2021-03-01','subject':{'reference':'Patient/%s'},'entry':[{'item':{'reference':'%s'}},{'item':{'reference':'%s'}}]}"
        .formatted(id, patient, first, second);
  }

  private static String group(String id, String first, String second) {
    return "{'resourceType':'Group','id':'%s','type':'person','actual':true,'member':[{'entity':{'reference':'Patient/%s'}},{'entity':{'reference':'Patient/%s'}}]}"
        .formatted(id, first, second);
  }

  private static String careTeam(String id, String patient) {
    return "{'resourceType':'CareTeam','id':'%s','status':'active','subject':{'reference':'Patient/%s'},'participant':[{'member':{'reference':'Practitioner/v-dr'}}]}"
        .formatted(id, patient);
  }

  private static String audit(String id, String patient) {
    return "{'resourceType':'AuditEvent','id':'%s','type':{'code':'rest'},'recorded':'2021-03-02T10:00:00Z','agent':[{'requestor':true,'who':{'reference':'Practitioner/v-dr'}}],'source':{'observer':{'reference':'Organization/v-org'}},'entity':[{'what':{'reference':'Patient/%s'}}]}"
        .formatted(id, patient);
  }
}
