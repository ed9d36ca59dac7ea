package health.salus.server.http;

import org.eclipse.jetty.ee10.servlet.ErrorHandler;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The same as {@link PlainErrors} for what goes wrong inside the servlet context. */
final class PlainServletErrors extends ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("Content-Type", "application/fhir+json;charset=utf-8");
    Content.Sink.write(response, true, Refusals.of(response.getStatus()), callback);
    return true;
  }
}
