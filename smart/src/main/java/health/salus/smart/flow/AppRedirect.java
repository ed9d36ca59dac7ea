package health.salus.smart.flow;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Builds the URL that sends the browser back to an app. */
final class AppRedirect {
  private AppRedirect() {}

  /** The redirect URL with these encoded pairs added; empty ones are left out. */
  static String to(String redirectUrl, String... pairs) {
    String query =
        Stream.of(pairs).filter(pair -> !pair.isEmpty()).collect(Collectors.joining("&"));
    return redirectUrl + (redirectUrl.contains("?") ? "&" : "?") + query;
  }
}
