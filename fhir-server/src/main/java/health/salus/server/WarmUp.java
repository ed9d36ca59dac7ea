package health.salus.server;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * What is done right after the socket answers. Requests that may need it wait here, where they hold
 * no connection of the database yet; all others are answered meanwhile. Thread-safe.
 */
final class WarmUp extends HttpFilter implements Runnable {
  private static final long serialVersionUID = 1L;

  private final transient CountDownLatch done = new CountDownLatch(1);
  private final transient Runnable work;
  private final transient Predicate<HttpServletRequest> waits;

  /**
   * A warm-up that is run once.
   *
   * @param work what is prepared; what it fails to prepare is prepared by who needs it
   * @param waits which requests wait
   */
  WarmUp(Runnable work, Predicate<HttpServletRequest> waits) {
    this.work = work;
    this.waits = waits;
  }

  @Override
  public void run() {
    try {
      work.run();
    } finally {
      done.countDown();
    }
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (waits.test(request)) {
      await();
    }
    chain.doFilter(request, response);
  }

  private void await() throws ServletException {
    try {
      done.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServletException(e);
    }
  }
}
