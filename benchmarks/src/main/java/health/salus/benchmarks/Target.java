package health.salus.benchmarks;

import java.io.IOException;

/** A running server: its name in messages, its port on this machine, its process. */
record Target(String name, int port, long process) {

  /** Sends one request over a connection of its own. */
  Response require(Request request) {
    try (HttpConnection connection = HttpConnection.open(port)) {
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
