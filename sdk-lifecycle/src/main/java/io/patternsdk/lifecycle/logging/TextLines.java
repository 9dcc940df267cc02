package io.patternsdk.lifecycle.logging;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.logging.LogRecord;

/** {@code 2025-01-31T12:00:00.000Z info Runner message}, and a stack trace where there is one. */
final class TextLines implements Lines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  @Override
  public String text(LogRecord event) {
    StringBuilder line = new StringBuilder(120);
    TIME.formatTo(event.getInstant(), line);
    String level = Lines.level(event);
    line.append(' ').append(level).repeat(' ', 6 - level.length());
    line.append(shortName(event)).append(": ");
    escape(Lines.message(event), line);
    line.append('\n');
    if (event.getThrown() != null) {
      line.append(Lines.trace(event.getThrown()));
    }
    return line.toString();
  }

  private static String shortName(LogRecord event) {
    String name = String.valueOf(event.getLoggerName());
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** Others may choose part of a message: a line break in it must not look like a new event. */
  private static void escape(String message, StringBuilder line) {
    for (int i = 0; i < message.length(); i++) {
      char c = message.charAt(i);
      if (c == '\n') {
        line.append("\n  ");
      } else if (c < ' ' && c != '\t') {
        line.append(String.format("\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
  }
}
