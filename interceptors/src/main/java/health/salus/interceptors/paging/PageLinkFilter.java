package health.salus.interceptors.paging;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens the links that {@link PageLinks} made; a link that does not open is a 400. */
public final class PageLinkFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;
  private static final String MARK = PageLinks.PARAMETER + "=";

  private final transient PageLinkCipher cipher;
  private final transient Function<HttpServletRequest, String> caller;
  private final String refusal;

  /**
   * Opens links for the same callers as {@link PageLinks}.
   *
   * @param refusal body of the answer to a link that does not open, as FHIR JSON
   */
  public PageLinkFilter(
      PageLinkCipher cipher, Function<HttpServletRequest, String> caller, String refusal) {
    this.cipher = cipher;
    this.caller = caller;
    this.refusal = refusal;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    @Nullable String query = request.getQueryString();
    if (query == null || !query.startsWith(MARK)) {
      chain.doFilter(request, response);
      return;
    }
    int end = query.indexOf('&');
    String token = query.substring(MARK.length(), end < 0 ? query.length() : end);
    String uri = request.getRequestURI();
    String path = uri.substring(Math.max(0, uri.lastIndexOf("/fhir")));
    Optional<String> opened = cipher.open(token, path, caller.apply(request));
    if (opened.isEmpty()) {
      response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
      response.setContentType("application/fhir+json;charset=utf-8");
      response.getWriter().write(refusal);
      return;
    }
    chain.doFilter(new Opened(request, opened.get()), response);
  }

  private static final class Opened extends HttpServletRequestWrapper {
    private final String query;
    private final Map<String, String[]> parameters = new LinkedHashMap<>();

    Opened(HttpServletRequest request, String query) {
      super(request);
      this.query = query;
      for (String pair : query.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        parameters.merge(name, new String[] {value}, Opened::joined);
      }
    }

    @Override
    public String getQueryString() {
      return query;
    }

    @Override
    public Map<String, String[]> getParameterMap() {
      return Collections.unmodifiableMap(parameters);
    }

    @Override
    public @Nullable String getParameter(String name) {
      String @Nullable [] values = parameters.get(name);
      return values == null ? null : values[0];
    }

    @Override
    public String @Nullable [] getParameterValues(String name) {
      return parameters.get(name);
    }

    @Override
    public Enumeration<String> getParameterNames() {
      return Collections.enumeration(parameters.keySet());
    }

    private static String[] joined(String[] first, String[] second) {
      String[] all = java.util.Arrays.copyOf(first, first.length + second.length);
      System.arraycopy(second, 0, all, first.length, second.length);
      return all;
    }

    private static String decode(String text) {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
  }
}
