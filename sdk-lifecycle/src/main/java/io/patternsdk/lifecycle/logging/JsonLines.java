package io.patternsdk.lifecycle.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonWriter;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.logging.LogRecord;

/** One JSON object a line: time, level, logger, message, thread, exception, trace_id, span_id. */
record JsonLines(Supplier<TraceIds> trace, UnaryOperator<String> hide) implements Lines {

  @Override
  public String text(LogRecord event) {
    JsonObjectBuilder line =
        JsonObject.builder()
            .put("time", event.getInstant().toString())
            .put("level", Lines.level(event))
            .put("logger", whole(String.valueOf(event.getLoggerName())))
            .put("message", whole(hide.apply(Lines.message(event))))
            .put("thread", whole(Lines.thread()));
    if (event.getThrown() != null) {
      line.put("exception", whole(hide.apply(Lines.trace(event.getThrown()))));
    }
    TraceIds ids = trace.get();
    if (!ids.trace().isEmpty()) {
      line.put("trace_id", ids.trace()).put("span_id", ids.span());
    }
    return JsonWriter.compact().write(line.build()) + "\n";
  }

  /** Half a pair of surrogates has no JSON form, and must not cost the line. */
  private static String whole(String text) {
    return text.chars().anyMatch(c -> Character.isSurrogate((char) c))
        ? new String(text.getBytes(UTF_8), UTF_8)
        : text;
  }
}
