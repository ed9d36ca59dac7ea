package health.salus.interceptors.masking;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.consent.Disclosure;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Policies of one test, and who they apply to. */
final class Policies {
  static final FhirContext FHIR = FhirContext.forR4Cached();
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
  static final MaskKey KEY = new MaskKey("0123456789abcdef".repeat(4));
  static final MaskedView VIEWS = new MaskedView(FHIR, KEY, CLOCK);

  private Policies() {}

  /** A policy of these rules. */
  static MaskingPolicy of(String... rules) {
    return read("{\"rules\":[" + String.join(",", rules) + "]}");
  }

  static MaskingPolicy read(String json) {
    try {
      return new MaskingPolicyReader(FHIR, Set.of("nurse", "researcher"))
          .read(new JsonMapper().readTree(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** One rule for everybody. */
  static String rule(String path, String action) {
    return "{\"name\":\"%s\",\"path\":\"%s\",\"action\":%s}".formatted(path, path, action);
  }

  /** The masks of a nurse who treats. */
  static Masks masks(String... rules) {
    return of(rules).of(Optional.of(caller("nurse", "TREAT")));
  }

  static Caller caller(String role, String purpose) {
    return new Caller(
        "test", Set.of(role), List.of(), Optional.empty(), purpose, Disclosure.EXEMPT);
  }
}
