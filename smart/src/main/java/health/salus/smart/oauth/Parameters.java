package health.salus.smart.oauth;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The parameters of a query or of a posted form. An empty value counts as not sent. Immutable. */
public final class Parameters {
  private static final int MAX_LENGTH = 64 * 1024;
  private static final int MAX_COUNT = 500;
  private static final String FORM = "application/x-www-form-urlencoded";

  private final Map<String, List<String>> values;

  private Parameters(Map<String, List<String>> values) {
    this.values = values;
  }

  /** The body of a POST; never the query, where secrets would end in logs. */
  public static Parameters posted(HttpServletRequest request) throws IOException {
    String type = request.getContentType();
    if (type == null || !type.strip().regionMatches(true, 0, FORM, 0, FORM.length())) {
      throw new OAuthException(OAuthError.INVALID_REQUEST, "the body must be " + FORM);
    }
    byte[] body = request.getInputStream().readNBytes(MAX_LENGTH + 1);
    if (body.length > MAX_LENGTH) {
      throw new OAuthException(OAuthError.INVALID_REQUEST, "the body is too large");
    }
    return parse(new String(body, StandardCharsets.UTF_8));
  }

  public static Parameters query(HttpServletRequest request) {
    String query = request.getQueryString();
    return parse(query == null ? "" : query);
  }

  public static Parameters parse(String encoded) {
    Map<String, List<String>> values = new LinkedHashMap<>();
    String[] pairs = encoded.split("&", -1);
    if (pairs.length > MAX_COUNT || encoded.length() > MAX_LENGTH) {
      throw new OAuthException(OAuthError.INVALID_REQUEST, "too many parameters");
    }
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      String name = decode(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
      if (!value.isEmpty()) {
        values.computeIfAbsent(name, ignored -> new ArrayList<>()).add(value);
      }
    }
    return new Parameters(values);
  }

  /**
   * The value.
   *
   * @throws OAuthException if it was sent more than once (RFC 6749 section 3.1)
   */
  public Optional<String> get(String name) {
    List<String> found = all(name);
    if (found.size() > 1) {
      throw new OAuthException(OAuthError.INVALID_REQUEST, name + " was sent more than once");
    }
    return found.stream().findFirst();
  }

  public String required(String name) {
    return get(name)
        .orElseThrow(() -> new OAuthException(OAuthError.INVALID_REQUEST, name + " is missing"));
  }

  public List<String> all(String name) {
    return List.copyOf(values.getOrDefault(name, List.of()));
  }

  /** The parameters with these names as text for {@link #parse}. */
  public String encoded(List<String> names) {
    List<String> pairs = new ArrayList<>();
    for (String name : names) {
      all(name).forEach(value -> pairs.add(encode(name) + "=" + encode(value)));
    }
    return String.join("&", pairs);
  }

  public static String encode(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new OAuthException(OAuthError.INVALID_REQUEST, "a parameter is not well encoded");
    }
  }
}
