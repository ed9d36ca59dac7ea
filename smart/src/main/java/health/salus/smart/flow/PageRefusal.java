package health.salus.smart.flow;

import health.salus.smart.page.ErrorPage;

/** A request that ends on a page of this server, never at the app. */
final class PageRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient ErrorPage page;

  PageRefusal(int status, String title, String message) {
    super(title);
    this.status = status;
    this.page = new ErrorPage(title, message);
  }

  int status() {
    return status;
  }

  ErrorPage page() {
    return page;
  }
}
