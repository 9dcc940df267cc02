package io.patternsdk.session.servlet;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;

/** Lets the session be saved before characters leave. */
final class SavingWriter extends Writer {
  private static final long MOST_BYTES_OF_A_CHAR = 4;

  private final PrintWriter out;
  private final SessionResponse response;

  SavingWriter(PrintWriter out, SessionResponse response) {
    this.out = out;
    this.response = response;
  }

  @Override
  public void write(char[] chars, int offset, int count) {
    response.writing(count * MOST_BYTES_OF_A_CHAR);
    out.write(chars, offset, count);
  }

  @Override
  public void flush() throws IOException {
    response.save();
    if (out.checkError()) { // which flushes
      throw new IOException("the response cannot be written");
    }
  }

  @Override
  public void close() {
    response.save();
    out.close();
  }
}
