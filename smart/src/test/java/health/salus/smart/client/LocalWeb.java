package health.salus.smart.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A web server on this machine that answers every request with raw text, then closes. */
final class LocalWeb implements AutoCloseable {
  private final ServerSocket server;
  private final AtomicInteger requests = new AtomicInteger();
  private volatile Supplier<String> answer;

  LocalWeb(Supplier<String> answer) {
    this.answer = answer;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread thread = new Thread(this::serve, "local-web");
    thread.setDaemon(true);
    thread.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/jwks";
  }

  int requests() {
    return requests.get();
  }

  void answerWith(String text) {
    answer = () -> text;
  }

  static String ok(String headers, String body) {
    return "HTTP/1.1 200 OK\r\n" + headers + "\r\n" + body;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.getInputStream().read(new byte[4096]);
        requests.incrementAndGet();
        socket.getOutputStream().write(answer.get().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
      } catch (IOException e) {
        // the client went away, which some tests want
      }
    }
  }
}
