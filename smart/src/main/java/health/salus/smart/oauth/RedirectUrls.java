package health.salus.smart.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Checks the URLs that an app registers: https, http on the user's own machine, or a private scheme
 * (RFC 8252) with a dot in it. No fragment, no credentials.
 */
public final class RedirectUrls {
  private static final Pattern PRIVATE_SCHEME =
      Pattern.compile("[a-z][a-z0-9+-]*(\\.[a-z0-9+-]+)+");
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private RedirectUrls() {}

  /**
   * The URL itself.
   *
   * @throws OAuthException {@code invalid_redirect_uri}
   */
  static String accepted(String text) {
    URI url = parse(text);
    String scheme = url.getScheme() == null ? "" : url.getScheme();
    boolean fits =
        switch (scheme) {
          case "https" -> url.getHost() != null;
          case "http" -> url.getHost() != null && LOOPBACK.contains(url.getHost());
          default -> PRIVATE_SCHEME.matcher(scheme).matches();
        };
    if (!fits
        || text.contains("*")
        || url.getRawFragment() != null
        || text.indexOf('#') >= 0
        || url.getRawUserInfo() != null) {
      throw refused();
    }
    return text;
  }

  static String acceptedKeySet(String text) {
    URI url = parse(accepted(text));
    if (url.getHost() == null) {
      throw refused();
    }
    return text;
  }

  /** The target of the redirect, in the syntax of Content-Security-Policy. */
  public static String origin(String text) {
    URI url = parse(text);
    if (url.getHost() == null) {
      return url.getScheme() + ":";
    }
    String port = url.getPort() < 0 ? "" : ":" + url.getPort();
    return url.getScheme() + "://" + url.getHost() + port;
  }

  private static URI parse(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw refused();
    }
  }

  private static OAuthException refused() {
    return new OAuthException(
        OAuthError.INVALID_REDIRECT_URI,
        "a URL must be https, http on localhost, or have a private scheme with a dot");
  }
}
