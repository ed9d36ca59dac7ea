package health.salus.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends requests to one server as fast as it answers, over a fixed number of connections. */
final class LoadRun {
  private final Target target;
  private final List<Request> requests;
  private final double[] millis;
  private final AtomicInteger next = new AtomicInteger();

  private LoadRun(Target target, List<Request> requests) {
    this.target = target;
    this.requests = requests;
    this.millis = new double[requests.size()];
  }

  /**
   * Sends all of them and measures.
   *
   * @throws BenchmarkFailure if any is not answered with 2xx
   */
  static Measurement measure(
      Target target, CpuClock clock, List<Request> requests, int connections) {
    LoadRun run = new LoadRun(target, requests);
    CpuTime before = clock.read(target.process());
    long start = System.nanoTime();
    run.send(connections);
    double seconds = (System.nanoTime() - start) / 1e9;
    CpuTime used = clock.read(target.process()).since(before);
    int resources = requests.stream().mapToInt(Request::resources).sum();
    return Measurement.of(used, Latencies.of(run.millis), seconds, resources);
  }

  private void send(int connections) {
    ExecutorService clients = Executors.newFixedThreadPool(connections);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int client = 0; client < connections; client++) {
        running.add(clients.submit(this::client));
      }
      for (Future<?> future : running) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BenchmarkFailure failure
          ? failure
          : new BenchmarkFailure(target.name() + " broke off: " + e.getCause(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailure("Interrupted", e);
    } finally {
      clients.shutdownNow();
    }
  }

  private void client() {
    try (HttpConnection connection = target.connect()) {
      for (int index = next.getAndIncrement();
          index < requests.size();
          index = next.getAndIncrement()) {
        Request request = requests.get(index);
        long start = System.nanoTime();
        target.require(connection, request);
        millis[index] = (System.nanoTime() - start) / 1e6 / request.resources();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
