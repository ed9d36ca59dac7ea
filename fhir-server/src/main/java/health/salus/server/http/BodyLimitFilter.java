package health.salus.server.http;

import ca.uhn.fhir.rest.server.exceptions.PayloadTooLargeException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Holds a request body to its limit, counted after decompression, so that a small body that unfolds
 * into a huge one is refused as well.
 */
public final class BodyLimitFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final long maxBytes;

  public BodyLimitFilter(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (request.getContentLengthLong() > maxBytes) {
      // The rest of the body is not read, so this connection cannot carry another request.
      response.setHeader("Connection", "close");
      response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
      response.setContentType("application/fhir+json;charset=utf-8");
      response
          .getWriter()
          .write(
              Refusals.of(
                  "too-long",
                  "BODY_TOO_LARGE",
                  "The body is larger than %d bytes; send it in parts.".formatted(maxBytes)));
      return;
    }
    boolean gzip = "gzip".equalsIgnoreCase(request.getHeader("Content-Encoding"));
    boolean counted = gzip || request.getContentLengthLong() < 0;
    chain.doFilter(counted ? new Counted(request, gzip, maxBytes) : request, response);
  }

  private static final class Counted extends HttpServletRequestWrapper {
    private final boolean gzip;
    private final long maxBytes;
    private @Nullable ServletInputStream stream;

    Counted(HttpServletRequest request, boolean gzip, long maxBytes) {
      super(request);
      this.gzip = gzip;
      this.maxBytes = maxBytes;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
      if (stream == null) {
        ServletInputStream body = super.getInputStream();
        stream = new LimitedStream(gzip ? new GZIPInputStream(body) : body, maxBytes);
      }
      return stream;
    }

    @Override
    public BufferedReader getReader() throws IOException {
      return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable String getHeader(String name) {
      return gzip && "Content-Encoding".equalsIgnoreCase(name) ? null : super.getHeader(name);
    }
  }

  private static final class LimitedStream extends ServletInputStream {
    private final InputStream body;
    private final long maxBytes;
    private long count;
    private boolean finished;

    LimitedStream(InputStream body, long maxBytes) {
      this.body = body;
      this.maxBytes = maxBytes;
    }

    @Override
    public int read() throws IOException {
      int next = body.read();
      if (next >= 0) {
        count(1);
      } else {
        finished = true;
      }
      return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = body.read(target, offset, length);
      if (read > 0) {
        count(read);
      } else if (read < 0) {
        finished = true;
      }
      return read;
    }

    private void count(int read) {
      count += read;
      if (count > maxBytes) {
        throw new PayloadTooLargeException(
            "The body is larger than %d bytes; send it in parts.".formatted(maxBytes));
      }
    }

    @Override
    public boolean isFinished() {
      return finished;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("Bodies are read blocking");
    }
  }
}
