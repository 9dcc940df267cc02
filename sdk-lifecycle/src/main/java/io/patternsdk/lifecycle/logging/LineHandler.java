package io.patternsdk.lifecycle.logging;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.ErrorManager;
import java.util.logging.Handler;
import java.util.logging.LogRecord;

/** Writes each event at once and as a whole. */
final class LineHandler extends Handler {
  private final Lines lines;
  private final PrintStream out;

  LineHandler(Lines lines, PrintStream out) {
    this.lines = lines;
    this.out = out;
  }

  @Override
  public void publish(LogRecord event) {
    if (!isLoggable(event)) {
      return;
    }
    try {
      byte[] text = lines.text(event).getBytes(StandardCharsets.UTF_8);
      out.write(text, 0, text.length);
      out.flush();
    } catch (RuntimeException e) {
      reportError("an event could not be written", e, ErrorManager.WRITE_FAILURE);
    }
  }

  @Override
  public void flush() {
    out.flush();
  }

  /** Leaves the stream open: others print there too. */
  @Override
  public void close() {
    flush();
  }
}
