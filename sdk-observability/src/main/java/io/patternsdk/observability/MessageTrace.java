package io.patternsdk.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.patternsdk.core.Message;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The trace that a message belongs to, in its headers as W3C Trace Context has it. */
final class MessageTrace {
  private static final W3CTraceContextPropagator FORMAT = W3CTraceContextPropagator.getInstance();

  private MessageTrace() {}

  /** Returns the message with the trace in its headers; the message itself if there is none. */
  static Message put(Context context, Message message) {
    if (!Span.fromContext(context).getSpanContext().isValid()) {
      return message;
    }
    Message.Builder changed = message.toBuilder();
    FORMAT.inject(context, changed, (target, name, value) -> put(target, name, value));
    return changed.build();
  }

  private static void put(Message.@Nullable Builder target, String name, String value) {
    if (target != null) {
      target.header(name, value);
    }
  }

  /** Returns the context that a message came with; a new trace begins where it has none. */
  static Context of(Message message) {
    return read(name -> message.header(name).orElse(null));
  }

  /** Returns the context that headers say; a new trace begins where they say none. */
  static Context read(Function<String, @Nullable String> header) {
    return FORMAT.extract(Context.root(), header, Headers.INSTANCE);
  }

  /** Links a span to the trace of a message. */
  static void link(Message message, SpanBuilder span) {
    SpanContext context = Span.fromContext(of(message)).getSpanContext();
    if (context.isValid()) {
      span.addLink(context);
    }
  }

  /** Reads headers by name. */
  private enum Headers implements TextMapGetter<Function<String, @Nullable String>> {
    INSTANCE;

    @Override
    public Iterable<String> keys(Function<String, @Nullable String> header) {
      return FORMAT.fields();
    }

    @Override
    public @Nullable String get(@Nullable Function<String, @Nullable String> header, String name) {
      return header == null ? null : header.apply(name.toLowerCase(Locale.ROOT));
    }
  }
}
