package health.salus.smart.oauth;

import com.fasterxml.jackson.databind.node.ObjectNode;
import health.salus.smart.seal.Secrets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * The document at {@code smart_style_url}: the colours of this server's pages, for apps that adopt
 * them. The URL holds a hash, so that new content has a new URL.
 */
public final class StyleDocument implements ProgramServlet.Handler {
  private final ObjectNode style = style();
  private final String path = "/oauth/style/" + Secrets.fingerprint(style.toString()) + ".json";

  /** Under the server's root. */
  public String path() {
    return path;
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (!path.equals(request.getRequestURI())) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    JsonAnswer.write(response, HttpServletResponse.SC_OK, style);
  }

  private static ObjectNode style() {
    ObjectNode json = JsonAnswer.object();
    json.put("color_background", "#f3f6f7");
    json.put("color_error", "#a3201d");
    json.put("color_highlight", "#0b5d66");
    json.put("color_modal_backdrop", "#16272b");
    json.put("color_success", "#2e7d32");
    json.put("color_text", "#16272b");
    json.put("dim_border_radius", "4px");
    json.put("dim_font_size", "16px");
    json.put("dim_spacing_size", "16px");
    json.put("font_family_body", "system-ui, sans-serif");
    json.put("font_family_heading", "system-ui, sans-serif");
    return json;
  }
}
