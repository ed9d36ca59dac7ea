package health.salus.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing in a resource changes between what is sent and what is answered. */
class FidelityIT {
  private static final JsonMapper EXACT =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final String AWKWARD =
      """
      {"resourceType":"Patient","id":"awkward",
       "meta":{"source":"urn:system:a","profile":["http://b.example","http://a.example"],
         "security":[{"system":"urn:s","code":"R","version":"1","userSelected":true}],
         "tag":[{"system":"urn:t","code":"z"},{"system":"urn:t","code":"a","userSelected":true}],
         "extension":[{"url":"http://m.example","valueString":"x"}]},
       "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\"><p>a &amp; b  &#233; <br/></p></div>"},
       "name":[{"family":"Awkward","given":["A",null],"_given":[null,{"id":"q"}]}],
       "extension":[{"url":"http://d.example","valueDecimal":1.00},
         {"url":"http://b.example","valueBase64Binary":"QUJD\\nREVG"},
         {"url":"http://e.example","valueDecimal":1e3},
         {"url":"http://s.example","valueDecimal":0.00000000000000000000000001},
         {"url":"http://t.example","valueTiming":{"repeat":{"frequency":1,"period":1.0,"periodUnit":"d"}}}],
       "birthDate":"1970-01-01"}
      """;

  private final TestServer server = TestServer.shared();

  @Test
  void everyWayToReadGivesWhatWasSent() throws IOException {
    JsonNode sent = EXACT.readTree(AWKWARD);
    server.delete("Patient/awkward");

    HttpResponse<String> put = server.put("Patient/awkward", AWKWARD);

    assertThat(put.statusCode()).isEqualTo(201);
    assertThat(withoutServerMeta(put)).isEqualTo(sent);
    assertThat(withoutServerMeta(server.get("Patient/awkward"))).isEqualTo(sent);
    for (String path : List.of("Patient?_id=awkward", "Patient/awkward/_history")) {
      JsonNode bundle = EXACT.readTree(server.get(path).body());
      assertThat(withoutServerMeta(bundle.at("/entry/0/resource"))).isEqualTo(sent);
    }
  }

  @Test
  void transactionKeepsWhatWasSentButForResolvedReferences() throws IOException {
    String bundle =
        """
        {"resourceType":"Bundle","type":"transaction","entry":[
          {"fullUrl":"urn:uuid:0e0bf0b3-3b0a-4e2f-9a52-0d8e0d7c0a01",
           "resource":{"resourceType":"Patient","name":[{"family":"Resolved"}]},
           "request":{"method":"POST","url":"Patient"}},
          {"resource":{"resourceType":"Observation","status":"final","code":{"text":"x"},
             "text":{"status":"generated","div":"<div xmlns=\\"http://www.w3.org/1999/xhtml\\">&#233;</div>"},
             "subject":{"reference":"urn:uuid:0e0bf0b3-3b0a-4e2f-9a52-0d8e0d7c0a01"},
             "valueQuantity":{"value":1.50}},
           "request":{"method":"POST","url":"Observation"}}]}
        """;

    JsonNode answer = TestServer.json(server.post("", bundle));

    String patient = answer.at("/entry/0/response/location").asText().split("/", -1)[1];
    String observation = answer.at("/entry/1/response/location").asText().split("/", -1)[1];
    JsonNode stored = EXACT.readTree(server.get("Observation/" + observation).body());
    assertThat(stored.at("/subject/reference").asText()).isEqualTo("Patient/" + patient);
    assertThat(stored.at("/valueQuantity/value").decimalValue().toPlainString()).isEqualTo("1.50");
    assertThat(stored.at("/text/div").asText()).contains("&#233;");
  }

  private static JsonNode withoutServerMeta(HttpResponse<String> response) throws IOException {
    return withoutServerMeta(EXACT.readTree(response.body()));
  }

  private static JsonNode withoutServerMeta(JsonNode resource) {
    ((ObjectNode) resource.get("meta")).remove(List.of("versionId", "lastUpdated"));
    return resource;
  }
}
