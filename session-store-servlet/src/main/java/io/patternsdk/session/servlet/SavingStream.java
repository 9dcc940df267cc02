package io.patternsdk.session.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Lets the session be saved before bytes leave. */
final class SavingStream extends ServletOutputStream {
  private final ServletOutputStream out;
  private final SessionResponse response;

  SavingStream(ServletOutputStream out, SessionResponse response) {
    this.out = out;
    this.response = response;
  }

  @Override
  public void write(int b) throws IOException {
    response.writing(1);
    out.write(b);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    response.writing(count);
    out.write(bytes, offset, count);
  }

  @Override
  public void flush() throws IOException {
    response.save();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    response.save();
    out.close();
  }

  @Override
  public boolean isReady() {
    return out.isReady();
  }

  @Override
  public void setWriteListener(WriteListener listener) {
    out.setWriteListener(listener);
  }
}
