package health.salus.smart.page;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Serves {@link Assets} without authentication, and nothing else. */
public final class AssetsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient Assets assets;

  public AssetsServlet(Assets assets) {
    this.assets = assets;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getPathInfo();
    Optional<Assets.Asset> asset =
        path == null || path.isEmpty() ? Optional.empty() : assets.find(path.substring(1));
    if (asset.isEmpty()) {
      response.sendError(HttpServletResponse.SC_NOT_FOUND);
      return;
    }
    byte[] content = asset.get().text().getBytes(StandardCharsets.UTF_8);
    response.setContentType(asset.get().contentType());
    response.setContentLength(content.length);
    response.setHeader("Cache-Control", "public, max-age=31536000, immutable");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.getOutputStream().write(content);
  }
}
