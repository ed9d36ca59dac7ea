package health.salus.server.http;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;

/**
 * Work that is done right after the socket answers. Requests that may need its result wait here,
 * before they hold a connection of the database; all others are answered meanwhile. Thread-safe.
 */
public final class WarmUp extends HttpFilter implements Runnable {
  private static final long serialVersionUID = 1L;

  private final transient CountDownLatch done = new CountDownLatch(1);
  private final transient Runnable work;
  private final transient Predicate<HttpServletRequest> waits;

  /**
   * A warm-up that is run once.
   *
   * @param work prepares what was put off; a request prepares what it finds missing
   * @param waits which requests wait
   */
  public WarmUp(Runnable work, Predicate<HttpServletRequest> waits) {
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
