package health.salus.smart.token;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Authenticates requests. A valid access token becomes the request attribute {@link
 * AccessToken#ATTRIBUTE}; without a token, only public paths are served. An invalid token is
 * answered with 401 on public paths too, so that a client notices it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750">RFC 6750</a>
 */
public final class AuthenticationFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String BEARER = "bearer";
  private static final String DPOP = "dpop";

  private final transient TokenVerifier verifier;
  private final transient DpopProofs proofs;
  private final transient Predicate<String> publicPaths;
  private final transient Optional<AccessToken> anonymous;
  private final transient Function<HttpServletRequest, String> url;
  private final transient Refusal refusal;

  /** Writes the body of a 401; the status and the headers are set already. */
  @FunctionalInterface
  public interface Refusal {
    void write(HttpServletRequest request, HttpServletResponse response) throws IOException;
  }

  /**
   * The filter.
   *
   * @param publicPaths paths that are served without a token
   * @param anonymous token of requests without a token, if those are served
   * @param url gives the URL of a request without its query, as the client wrote it
   */
  public AuthenticationFilter(
      TokenVerifier verifier,
      DpopProofs proofs,
      Predicate<String> publicPaths,
      Optional<AccessToken> anonymous,
      Function<HttpServletRequest, String> url,
      Refusal refusal) {
    this.verifier = verifier;
    this.proofs = proofs;
    this.publicPaths = publicPaths;
    this.anonymous = anonymous;
    this.url = url;
    this.refusal = refusal;
  }

  /** A predicate for paths that equal one of these or lie below one that ends with a slash. */
  public static Predicate<String> paths(List<String> prefixes) {
    return path ->
        prefixes.stream()
            .anyMatch(
                prefix -> path.equals(prefix) || (prefix.endsWith("/") && path.startsWith(prefix)));
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    request.removeAttribute(AccessToken.ATTRIBUTE);
    String header = request.getHeader("Authorization");
    Optional<Sent> sent = Optional.ofNullable(header).flatMap(AuthenticationFilter::parse);
    if (sent.isEmpty()) {
      boolean open = request.getMethod().equals("OPTIONS") || publicPaths.test(path(request));
      if (!open && (header != null || anonymous.isEmpty())) {
        refuse(request, response, header == null ? "" : ", error=\"invalid_token\"");
        return;
      }
      anonymous.ifPresent(token -> request.setAttribute(AccessToken.ATTRIBUTE, token));
      chain.doFilter(request, response);
      return;
    }
    Optional<AccessToken> token =
        verifier.verify(sent.get().token()).filter(found -> isProved(request, sent.get(), found));
    if (token.isEmpty()) {
      refuse(request, response, ", error=\"invalid_token\"");
      return;
    }
    request.setAttribute(AccessToken.ATTRIBUTE, token.get());
    chain.doFilter(request, response);
  }

  private boolean isProved(HttpServletRequest request, Sent sent, AccessToken token) {
    TokenBinding binding = token.binding();
    boolean certified =
        binding.certificate().isEmpty()
            || binding.certificate().equals(Certificates.thumbprint(request));
    if (binding.key().isEmpty()) {
      return certified && sent.scheme().equals(BEARER);
    }
    List<String> proof = java.util.Collections.list(request.getHeaders("DPoP"));
    return certified
        && sent.scheme().equals(DPOP)
        && proof.size() == 1
        && proofs.proves(
            request.getMethod(), url.apply(request), proof.get(0), sent.token(), token);
  }

  private void refuse(HttpServletRequest request, HttpServletResponse response, String error)
      throws IOException {
    response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    response.addHeader("WWW-Authenticate", "Bearer realm=\"fhir\"" + error);
    response.setHeader("Cache-Control", "no-store");
    refusal.write(request, response);
  }

  /** The path that the container uses for dispatch: decoded and without parameters. */
  private static String path(HttpServletRequest request) {
    String info = request.getPathInfo();
    return request.getServletPath() + (info == null ? "" : info);
  }

  /** Parses the header; empty for another scheme, such as Basic at the token endpoint. */
  private static Optional<Sent> parse(String header) {
    int space = header.indexOf(' ');
    String scheme = (space < 0 ? header : header.substring(0, space)).toLowerCase(Locale.ROOT);
    return scheme.equals(BEARER) || scheme.equals(DPOP)
        ? Optional.of(new Sent(scheme, space < 0 ? "" : header.substring(space + 1).strip()))
        : Optional.empty();
  }

  private record Sent(String scheme, String token) {
    @Override
    public String toString() {
      return scheme;
    }
  }
}
