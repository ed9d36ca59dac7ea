package health.salus.cdshooks.request;

import com.fasterxml.jackson.databind.JsonNode;
import health.salus.cdshooks.error.CdsException;
import health.salus.cdshooks.error.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads and checks the body of a call. Members that the specification does not define are ignored.
 */
public final class CdsRequestReader {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
  private static final Pattern REFERENCE = Pattern.compile("[A-Za-z]+/[A-Za-z0-9\\-.]{1,64}");

  private final PrefetchReader prefetchReader;

  public CdsRequestReader(PrefetchReader prefetchReader) {
    this.prefetchReader = prefetchReader;
  }

  public CdsRequest read(byte[] body) {
    JsonFields root = RequestBody.parse(body);
    String hook = root.requiredText("hook");
    String hookInstance = root.requiredText("hookInstance");
    Map<String, String> context = context(hook, root.requiredObject("context"));
    Optional<String> fhirServer = root.text("fhirServer").map(CdsRequestReader::withoutSlash);
    Optional<JsonFields> authorization = root.child("fhirAuthorization");
    if (authorization.isPresent()) {
      checkAuthorization(authorization.get(), context);
      if (fhirServer.isEmpty()) {
        throw root.missing("fhirServer");
      }
    }
    return new CdsRequest(hook, hookInstance, context, prefetch(root), fhirServer);
  }

  private static Map<String, String> context(String hook, JsonFields fields) {
    HookDefinition definition =
        HookDefinition.of(hook)
            .orElseThrow(
                () -> new CdsException(ErrorCode.INVALID_REQUEST, "hook is not supported"));
    Map<String, String> context = new HashMap<>();
    for (String name : definition.required()) {
      context.put(name, wellFormed(name, fields.requiredText(name), fields));
    }
    for (String name : definition.optional()) {
      fields.text(name).ifPresent(value -> context.put(name, wellFormed(name, value, fields)));
    }
    return context;
  }

  private static String wellFormed(String name, String value, JsonFields fields) {
    boolean reference = name.equals("userId");
    if (!(reference ? REFERENCE : ID).matcher(value).matches()) {
      throw fields.invalid(name, reference ? "must be Type/id" : "must be a FHIR id");
    }
    return value;
  }

  private static void checkAuthorization(JsonFields authorization, Map<String, String> context) {
    authorization.requiredText("access_token");
    if (!authorization.requiredText("token_type").equals("Bearer")) {
      throw authorization.invalid("token_type", "must be Bearer");
    }
    if (!authorization.object().path("expires_in").isIntegralNumber()) {
      throw authorization.invalid("expires_in", "must be an integer");
    }
    authorization.requiredText("scope");
    authorization.requiredText("subject");
    Optional<String> patient = authorization.text("patient");
    if (patient.isPresent() && !patient.get().equals(context.get("patientId"))) {
      throw authorization.invalid("patient", "must be context.patientId");
    }
  }

  private Map<String, Prefetched> prefetch(JsonFields root) {
    Map<String, Prefetched> prefetch = new HashMap<>();
    root.child("prefetch")
        .ifPresent(
            sent -> {
              for (Map.Entry<String, JsonNode> field : sent.object().properties()) {
                prefetch.put(field.getKey(), prefetchReader.read(field.getValue()));
              }
            });
    return prefetch;
  }

  public static String withoutSlash(String url) {
    return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }
}
