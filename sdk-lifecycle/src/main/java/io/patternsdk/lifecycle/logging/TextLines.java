package io.patternsdk.lifecycle.logging;

import io.patternsdk.core.config.OneLine;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;
import java.util.logging.LogRecord;

/**
 * {@code 2025-01-31T12:00:00.000Z info Runner message}, and a stack trace where there is one.
 * Others may choose part of a message: it is one line whatever it holds, as is that of each
 * exception, so that nobody forges an event.
 */
record TextLines(UnaryOperator<String> hide) implements Lines {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX").withZone(ZoneOffset.UTC);

  @Override
  public String text(LogRecord event) {
    StringBuilder line = new StringBuilder(120);
    TIME.formatTo(event.getInstant(), line);
    String level = Lines.level(event);
    line.append(' ').append(level).repeat(' ', 6 - level.length());
    line.append(shortName(event)).append(": ");
    line.append(OneLine.of(hide.apply(Lines.message(event)))).append('\n');
    if (event.getThrown() != null) {
      TraceText.of(event.getThrown())
          .forEach(traced -> line.append(OneLine.of(hide.apply(traced))).append('\n'));
    }
    return line.toString();
  }

  private static String shortName(LogRecord event) {
    String name = String.valueOf(event.getLoggerName());
    return OneLine.of(name.substring(name.lastIndexOf('.') + 1));
  }
}
