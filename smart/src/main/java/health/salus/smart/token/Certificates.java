package health.salus.smart.token;

import com.nimbusds.oauth2.sdk.auth.X509CertificateConfirmation;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The client's TLS certificate, as RFC 8705 names it. */
public final class Certificates {
  private static final String ATTRIBUTE = "jakarta.servlet.request.X509Certificate";

  private Certificates() {}

  /** The SHA-256 thumbprint of the client certificate of this connection. */
  public static Optional<String> thumbprint(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof X509Certificate[] chain && chain.length > 0) {
      return Optional.of(X509CertificateConfirmation.of(chain[0]).getValue().toString());
    }
    return Optional.empty();
  }
}
