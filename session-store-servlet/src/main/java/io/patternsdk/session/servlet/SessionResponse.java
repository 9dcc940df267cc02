package io.patternsdk.session.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A response before whose commit the session is saved: who gets it may send the next request at
 * once, to another process.
 */
final class SessionResponse extends HttpServletResponseWrapper {
  private static final String CONTENT_LENGTH = "content-length";

  private final RequestSession session;
  private long length = Long.MAX_VALUE;
  private long written;
  private boolean full;
  private @Nullable ServletOutputStream stream;
  private @Nullable PrintWriter writer;

  SessionResponse(HttpServletResponse response, RequestSession session) {
    super(response);
    this.session = session;
  }

  /** Is called before so many bytes, at most, are written. */
  void writing(long bytes) {
    written += bytes;
    if (!full && written >= Math.min(length, getBufferSize())) {
      full = true;
      save();
    }
  }

  void save() {
    session.save();
  }

  private void length(long bytes) {
    length = bytes < 0 ? Long.MAX_VALUE : bytes;
    writing(0);
  }

  @Override
  public ServletOutputStream getOutputStream() throws IOException {
    ServletOutputStream known = stream;
    if (known == null) {
      known = new SavingStream(super.getOutputStream(), this);
      stream = known;
    }
    return known;
  }

  @Override
  public PrintWriter getWriter() throws IOException {
    PrintWriter known = writer;
    if (known == null) {
      known = new PrintWriter(new SavingWriter(super.getWriter(), this));
      writer = known;
    }
    return known;
  }

  @Override
  public void flushBuffer() throws IOException {
    save();
    super.flushBuffer();
  }

  @Override
  public void resetBuffer() {
    super.resetBuffer();
    written = 0;
  }

  @Override
  public void sendError(int status) throws IOException {
    save();
    super.sendError(status);
  }

  @Override
  public void sendError(int status, String message) throws IOException {
    save();
    super.sendError(status, message);
  }

  @Override
  public void sendRedirect(String location) throws IOException {
    save();
    super.sendRedirect(location);
  }

  @Override
  public void sendRedirect(String location, int status, boolean clear) throws IOException {
    save();
    super.sendRedirect(location, status, clear);
  }

  @Override
  public void setContentLength(int bytes) {
    length(bytes);
    super.setContentLength(bytes);
  }

  @Override
  public void setContentLengthLong(long bytes) {
    length(bytes);
    super.setContentLengthLong(bytes);
  }

  @Override
  public void setHeader(String name, String value) {
    header(name, value);
    super.setHeader(name, value);
  }

  @Override
  public void addHeader(String name, String value) {
    header(name, value);
    super.addHeader(name, value);
  }

  @Override
  public void setIntHeader(String name, int value) {
    header(name, Integer.toString(value));
    super.setIntHeader(name, value);
  }

  @Override
  public void addIntHeader(String name, int value) {
    header(name, Integer.toString(value));
    super.addIntHeader(name, value);
  }

  private void header(String name, @Nullable String value) {
    if (value != null && name.toLowerCase(Locale.ROOT).equals(CONTENT_LENGTH)) {
      length(Long.parseLong(value.strip()));
    }
  }

  /** The cookie has the id; it is not put into addresses. */
  @Override
  public String encodeURL(String url) {
    return url;
  }

  @Override
  public String encodeRedirectURL(String url) {
    return url;
  }
}
