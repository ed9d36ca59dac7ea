package health.salus.benchmarks;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection on a plain socket. It exists because client and servers share
 * the machine: a full client would take CPU from what is measured. For one thread.
 */
final class HttpConnection implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final int UNKNOWN = -1;
  private static final int TIMEOUT_MILLIS = 300_000;

  private final int port;
  private final String authorization;
  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  private HttpConnection(int port, String authorization, Socket socket) throws IOException {
    this.port = port;
    this.authorization = authorization;
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream(), BUFFER);
    this.out = socket.getOutputStream();
  }

  /** A connection whose requests bring this header; none if it is empty. */
  static HttpConnection open(int port, String authorization) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return new HttpConnection(port, authorization, socket);
  }

  /** Sends one request and reads its answer to the end. */
  Response exchange(Request request) throws IOException {
    byte[] head = request.head(port, authorization);
    byte[] message = new byte[head.length + request.body().length];
    System.arraycopy(head, 0, message, 0, head.length);
    System.arraycopy(request.body(), 0, message, head.length, request.body().length);
    out.write(message);
    out.flush();
    String line = line();
    int status = Integer.parseInt(line.substring(9, 12));
    int length = UNKNOWN;
    boolean chunked = false;
    for (line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      } else if (header.startsWith("transfer-encoding:")) {
        chunked = header.contains("chunked");
      }
    }
    if (chunked) {
      return new Response(status, chunks());
    }
    // Without a length, the end of the connection is the end of the answer.
    return new Response(status, length == UNKNOWN ? in.readAllBytes() : exactly(length));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream(BUFFER);
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.write(exactly(size));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("The server closed the connection within an answer");
    }
    return bytes;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder(80);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("The server closed the connection");
      }
      line.append((char) next);
    }
    line.setLength(line.length() - 1);
    return line.toString();
  }
}
