package health.salus.interceptors.crypto;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the tests of envelopes seal. */
final class Samples {
  static final String ADDRESS = "Observation/1";
  static final byte[] OBSERVATION =
      utf8(
          """
          {"resourceType":"Observation","status":"final","category":[{"coding":[{"system":\
          "http://terminology.hl7.org/CodeSystem/observation-category","code":"vital-signs"}]}],\
          "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},\
          "subject":{"reference":"Patient/1"},"valueQuantity":{"value":70,"unit":"/min"}}""");

  private Samples() {}

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static Function<KeyId, Optional<DataKey>> only(DataKey key) {
    Map<KeyId, DataKey> keys = Map.of(key.id(), key);
    return id -> Optional.ofNullable(keys.get(id));
  }
}
