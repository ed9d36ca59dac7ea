package health.salus.benchmarks;

import java.io.IOException;

/**
 * A running server.
 *
 * @param name in messages
 * @param port on this machine
 * @param authorization header of every request; empty sends none
 */
record Target(String name, int port, long process, String authorization) {

  /** The same server, asked by somebody else. */
  Target as(String otherName, String otherAuthorization) {
    return new Target(otherName, port, process, otherAuthorization);
  }

  HttpConnection connect() throws IOException {
    return HttpConnection.open(port, authorization);
  }

  /** Sends one request over a connection of its own. */
  Response require(Request request) {
    try (HttpConnection connection = connect()) {
      return require(connection, request);
    } catch (IOException e) {
      throw new BenchmarkFailure("%s broke off at %s: %s".formatted(name, request, e), e);
    }
  }

  /**
   * Sends one request.
   *
   * @throws BenchmarkFailure if the answer is not 2xx or empty
   */
  Response require(HttpConnection connection, Request request) throws IOException {
    Response response = connection.exchange(request);
    if (!response.successful() || response.body().length == 0) {
      throw new BenchmarkFailure(
          "%s answered %d to %s: %s"
              .formatted(name, response.status(), request, response.beginning()));
    }
    return response;
  }
}
