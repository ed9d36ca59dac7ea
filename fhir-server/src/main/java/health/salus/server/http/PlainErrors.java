package health.salus.server.http;

import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers errors raised by Jetty itself with a short OperationOutcome instead of Jetty's pages. */
final class PlainErrors extends org.eclipse.jetty.server.handler.ErrorHandler {

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    response.getHeaders().put("Content-Type", "application/fhir+json;charset=utf-8");
    // Jetty closes the connection of a request that it cannot read; a client must not use it again.
    response.getHeaders().put("Connection", "close");
    Content.Sink.write(response, true, Refusals.of(response.getStatus()), callback);
    return true;
  }
}
