package health.salus.smart.flow;

import java.io.IOException;

/** Answers one request of a browser, or throws a {@link PageRefusal} or {@link RedirectRefusal}. */
@FunctionalInterface
interface PageHandler {
  void handle(Visit visit) throws IOException;
}
