package health.salus.storage.forget;

import com.google.common.base.Splitter;
import health.salus.interceptors.auth.Caller;
import health.salus.interceptors.crypto.KeyId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Content of a certificate of erasure: only ids and counts, no clinical content. */
final class ErasureCertificate {
  private ErasureCertificate() {}

  /** In the header, so that nothing takes it for a token. */
  static final String TYPE = "erasure-certificate+jwt";

  /**
   * The claims.
   *
   * @param issuer URL of this server
   */
  static Map<String, Object> claims(
      String issuer,
      ForgetRequests.Asked asked,
      Caller caller,
      PatientErasure.Erased erased,
      Instant forgotten) {
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", issuer);
    claims.put("iat", forgotten.getEpochSecond());
    claims.put("jti", UUID.randomUUID().toString());
    claims.put("sub", "Patient/" + asked.patient());
    claims.put("requested", asked.requested().toString());
    claims.put("forgotten", forgotten.toString());
    claims.put("by", by(caller));
    claims.put("request", asked.event());
    claims.put("reasonSha256", asked.reason());
    claims.put("keys", erased.keys().stream().map(KeyId::toString).toList());
    claims.put("resources", new TreeMap<>(erased.holdings().types()));
    claims.put("remains", erased.holdings().shared());
    return claims;
  }

  private static Map<String, Object> by(Caller caller) {
    List<String> name = Splitter.on('|').splitToList(caller.name());
    Map<String, Object> by = new LinkedHashMap<>();
    by.put("client", name.get(0));
    by.put("user", name.size() > 1 ? name.get(1) : "");
    caller.fhirUser().ifPresent(reference -> by.put("fhirUser", reference));
    return by;
  }
}
