package health.salus.storage.forget;

import java.util.Map;

/** Signs what somebody may want to check years later. Implementations are thread-safe. */
@FunctionalInterface
public interface CertificateSigner {
  /** A compact JWS of these claims, with this type in its header. */
  String sign(String type, Map<String, Object> claims);
}
