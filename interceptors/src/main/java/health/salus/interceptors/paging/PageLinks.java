package health.salus.interceptors.paging;

import ca.uhn.fhir.interceptor.api.Hook;
import ca.uhn.fhir.interceptor.api.Interceptor;
import ca.uhn.fhir.interceptor.api.Pointcut;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleLinkComponent;

/**
 * Replaces the query of every page link but {@code self} by a sealed token, so that a link holds no
 * search value in the clear and cannot be altered or passed on.
 */
@Interceptor
public final class PageLinks {
  static final String PARAMETER = "_page";

  private final PageLinkCipher cipher;
  private final Function<HttpServletRequest, String> caller;

  /**
   * Seals the links of one server.
   *
   * @param caller names the caller of a request; a link opens for the same name only
   */
  public PageLinks(PageLinkCipher cipher, Function<HttpServletRequest, String> caller) {
    this.cipher = cipher;
    this.caller = caller;
  }

  /** Seals the links of a bundle on its way out. */
  @Hook(Pointcut.SERVER_OUTGOING_RESPONSE)
  public void seal(IBaseResource response, HttpServletRequest request) {
    if (response instanceof Bundle bundle) {
      for (BundleLinkComponent link : bundle.getLink()) {
        if (!link.getRelation().equals("self")) {
          link.setUrl(sealed(link.getUrl(), request));
        }
      }
    }
  }

  private String sealed(String url, HttpServletRequest request) {
    int mark = url.indexOf('?');
    if (mark < 0) {
      return url;
    }
    String path = url.substring(0, mark);
    String token = cipher.seal(url.substring(mark + 1), pathOf(path), caller.apply(request));
    return path + "?" + PARAMETER + "=" + token;
  }

  /** The path after the host, which a proxy may have changed the name of. */
  private static String pathOf(String url) {
    int scheme = url.indexOf("://");
    int slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
    String path = slash < 0 ? "" : url.substring(slash);
    int fhir = path.lastIndexOf("/fhir");
    return fhir < 0 ? path : path.substring(fhir);
  }
}
