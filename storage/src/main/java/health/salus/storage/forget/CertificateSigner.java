package health.salus.storage.forget;

import java.util.Map;

/** Signs documents that may be verified years later. Implementations are thread-safe. */
@FunctionalInterface
public interface CertificateSigner {
  /** A compact JWS of these claims, with this type in its header. */
  String sign(String type, Map<String, Object> claims);
}
