package health.salus.interceptors.consent;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Consent;

/**
 * One request of a case file. What a request does not say is said by the file's {@code default},
 * and what neither says is what a clinician asks about an unlabelled blood sugar.
 */
record ConsentCase(
    String title,
    ConsentTable table,
    ConsentContext context,
    ImplicitPolicy policy,
    ResourceFacts facts,
    Map<String, Set<String>> references,
    Expectation expectation) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What is to come out.
   *
   * @param decision {@code permit} or {@code deny}
   * @param rule the deciding rule, as {@code Consent/1 Consent.provision}, {@code implicit policy}
   *     or {@code unreadable consent}
   */
  record Expectation(String decision, String rule) {}

  static Stream<ConsentCase> all() throws IOException {
    Path folder =
        Path.of("src/test/resources/health/salus/interceptors/consent/cases").toAbsolutePath();
    try (Stream<Path> files = Files.list(folder)) {
      List<ConsentCase> cases = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        cases.addAll(in(JSON.readTree(file.toFile())));
      }
      return cases.stream();
    }
  }

  private static List<ConsentCase> in(JsonNode file) {
    List<Consent> consents = new ArrayList<>();
    file.get("consents")
        .forEach(
            json ->
                consents.add(
                    FhirContext.forR4Cached()
                        .newJsonParser()
                        .parseResource(Consent.class, json.toString())));
    List<ConsentCase> cases = new ArrayList<>();
    for (JsonNode each : file.get("cases")) {
      Fields request = new Fields(each.get("request"), file.path("default"));
      String title = file.get("title").asText() + ": " + each.get("title").asText();
      Combining combining = Combining.valueOf(request.text("combining", "DENY_OVERRIDES"));
      cases.add(
          new ConsentCase(
              title,
              ConsentTable.compile("ex-patient", consents, combining),
              context(request),
              ImplicitPolicy.valueOf(request.text("policy", "BASIC")),
              facts(request),
              references(request),
              new Expectation(
                  each.at("/expect/decision").asText(), each.at("/expect/rule").asText())));
    }
    return cases;
  }

  private static ConsentContext context(Fields request) {
    return new ConsentContext(
        request.set("actors", "Practitioner/ex-clerk"),
        request.set("roles", "clinician"),
        request.text("purposeOfUse", "TREAT"),
        request.text("action", "access"),
        Instant.parse(request.text("now", "2022-09-01T00:00:00Z")));
  }

  private static ResourceFacts facts(Fields request) {
    JsonNode resource = request.node("resource");
    Fields fields = new Fields(resource, resource);
    String type = fields.text("type", "Observation");
    return new ResourceFacts(
        type,
        type + "/" + fields.text("id", "ex-bloodSugar"),
        Set.of("ex-patient"),
        Confidentiality.valueOf(fields.text("confidentiality", "N")),
        fields.set("sensitivities"),
        fields.set("labels"),
        fields.instant("from"),
        fields.instant("to"),
        fields.set("authors", "Practitioner/ex-author"),
        fields.set("references", "Patient/ex-patient"),
        fields.set("codes").stream().map(ConsentCase::hash).collect(Collectors.toSet()));
  }

  private static long hash(String coding) {
    int bar = coding.indexOf('|');
    return ResourceFacts.code(coding.substring(0, bar), coding.substring(bar + 1));
  }

  private static Map<String, Set<String>> references(Fields request) {
    return JSON.convertValue(
        request.node("references"),
        JSON.getTypeFactory()
            .constructMapType(
                Map.class,
                JSON.getTypeFactory().constructType(String.class),
                JSON.getTypeFactory().constructCollectionType(Set.class, String.class)));
  }

  Function<String, Set<String>> referencesOf() {
    return address -> references.getOrDefault(address, Set.of());
  }

  @Override
  public String toString() {
    return title;
  }

  /** Fields of a JSON object, or else of another one. */
  private record Fields(JsonNode first, JsonNode second) {
    JsonNode node(String name) {
      if (first.has(name)) {
        return first.get(name);
      }
      return second.has(name) ? second.get(name) : JSON.createObjectNode();
    }

    String text(String name, String otherwise) {
      JsonNode node = node(name);
      return node.isTextual() ? node.asText() : otherwise;
    }

    Optional<Instant> instant(String name) {
      JsonNode node = node(name);
      return node.isTextual() ? Optional.of(Instant.parse(node.asText())) : Optional.empty();
    }

    Set<String> set(String name, String... otherwise) {
      JsonNode node = node(name);
      if (!node.isArray()) {
        return Set.of(otherwise);
      }
      Set<String> texts = new HashSet<>();
      node.forEach(text -> texts.add(text.asText()));
      return texts;
    }
  }
}
