package health.salus.smart.page;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * The style sheet, icon and script of the pages, each under a name that contains a hash of its
 * content. Browsers may cache them for ever; a new version has a new name.
 */
public final class Assets {
  private static final String OURS = "/health/salus/smart/page/assets/";
  private static final String HTMX = "/META-INF/resources/webjars/htmx.org/2.0.7/dist/htmx.min.js";
  private static final int HASH_BYTES = 8;

  private final String root;
  private final Map<String, Asset> byName = new HashMap<>();
  private final Map<String, String> names = new HashMap<>();

  /** One file as it is sent, in UTF-8. */
  record Asset(String contentType, String text) {}

  /**
   * @param root path that the servlet of these files answers on, without a slash at its end
   */
  public Assets(String root) {
    this.root = root;
    add("salus.css", OURS + "salus.css", "text/css; charset=utf-8");
    add("icon.svg", OURS + "icon.svg", "image/svg+xml");
    add("htmx.js", HTMX, "text/javascript; charset=utf-8");
  }

  /**
   * Path of a file for use in a page.
   *
   * @param name the file's plain name, {@code salus.css}
   */
  public String url(String name) {
    String hashed = names.get(name);
    if (hashed == null) {
      throw new IllegalArgumentException("there is no asset " + name);
    }
    return root + "/" + hashed;
  }

  /** The file with this hashed name. */
  Optional<Asset> find(String hashedName) {
    return Optional.ofNullable(byName.get(hashedName));
  }

  private void add(String name, String resource, String contentType) {
    byte[] content = read(resource);
    int dot = name.lastIndexOf('.');
    String hashed = name.substring(0, dot) + "." + hash(content) + name.substring(dot);
    names.put(name, hashed);
    byName.put(hashed, new Asset(contentType, new String(content, StandardCharsets.UTF_8)));
  }

  private static byte[] read(String resource) {
    try (InputStream stream = Assets.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is missing from the class path");
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException(resource + " cannot be read", e);
    }
  }

  private static String hash(byte[] content) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
