package health.salus.smart.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Sends a GET to a URL chosen by a stranger. The name is resolved once, the address is checked, and
 * the connection uses that address, so that a second DNS answer cannot lead into the own network.
 * Only https, no redirects, at most 64 kB, three seconds in total. Thread-safe.
 */
public final class GuardedFetch {
  private static final int MAX_BYTES = 64 * 1024;
  private static final int HTTPS = 443;
  private static final int MILLIS = 3000;

  private final ExecutorService threads;
  private final boolean loopbackAllowed;

  /** {@code loopbackAllowed} also takes http on this machine: for tests and the demo only. */
  public GuardedFetch(ExecutorService threads, boolean loopbackAllowed) {
    this.threads = threads;
    this.loopbackAllowed = loopbackAllowed;
  }

  Fetched get(String url) throws FetchException {
    // Closing it ends whatever waits on it, also for a server that sends a byte now and then.
    try (Socket socket = new Socket()) {
      return get(url, socket);
    } catch (IOException e) {
      throw new FetchException("the connection failed");
    }
  }

  private Fetched get(String url, Socket socket) throws FetchException {
    Future<Fetched> running = threads.submit(() -> fetch(target(url), socket));
    try {
      return running.get(MILLIS, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      running.cancel(true);
      throw new FetchException("no complete answer within three seconds");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof FetchException refused) {
        throw refused;
      }
      throw new FetchException("the connection failed");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FetchException("interrupted");
    }
  }

  private Target target(String url) throws FetchException {
    URI uri;
    try {
      uri = URI.create(url);
    } catch (IllegalArgumentException e) {
      throw new FetchException("no URL");
    }
    String host = uri.getHost();
    if (host == null || uri.getUserInfo() != null || uri.getFragment() != null) {
      throw new FetchException("no plain URL");
    }
    InetAddress address = lookUp(host);
    boolean secure = "https".equals(uri.getScheme());
    boolean local = loopbackAllowed && address.isLoopbackAddress();
    if (!local && !(secure && AddressRule.isPublic(address))) {
      throw new FetchException("only https on a public address is called");
    }
    if (!secure && !"http".equals(uri.getScheme())) {
      throw new FetchException("only https is called");
    }
    return new Target(uri, address, secure);
  }

  private static InetAddress lookUp(String host) throws FetchException {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw new FetchException("the host is unknown");
    }
  }

  private static Fetched fetch(Target target, Socket plain) throws IOException, FetchException {
    plain.connect(new InetSocketAddress(target.address(), target.port()), MILLIS);
    plain.setSoTimeout(MILLIS);
    Socket socket = target.secure() ? secured(plain, target) : plain;
    socket.getOutputStream().write(target.request().getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return FetchedResponse.parse(read(socket.getInputStream()));
  }

  private static Socket secured(Socket plain, Target target) throws IOException {
    SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    SSLSocket socket =
        (SSLSocket) factory.createSocket(plain, target.uri().getHost(), target.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static byte[] read(InputStream in) throws IOException, FetchException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw new FetchException("the answer is larger than 64 kB");
    }
    return bytes;
  }

  private record Target(URI uri, InetAddress address, boolean secure) {
    int port() {
      return uri.getPort() > 0 ? uri.getPort() : secure ? HTTPS : 80;
    }

    /** HTTP/1.0, so that the answer ends with the connection. */
    String request() {
      String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
      String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      String host = uri.getHost() + (uri.getPort() > 0 ? ":" + uri.getPort() : "");
      return "GET %s%s HTTP/1.0\r\nHost: %s\r\nAccept: application/json\r\nConnection: close\r\n\r\n"
          .formatted(path, query, host);
    }
  }
}
