package io.patternsdk.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.patternsdk.core.Message;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;

/** A span for each whole call, and for each message that is handled. */
record CallSpans(Tracer tracer, SpanNames names) implements Interceptor {

  @Override
  public <T> T call(Call<T> next) {
    Span span = tracer.spanBuilder(names.call()).setAllAttributes(names.common()).startSpan();
    return in(span, next);
  }

  static <T> T in(Span span, Call<T> next) {
    Scope scope = span.makeCurrent();
    try {
      return next.run();
    } catch (RuntimeException | Error e) {
      SpanNames.fail(span, e);
      throw e;
    } finally {
      scope.close();
      span.end();
    }
  }

  @Override
  public Message outgoing(Message message) {
    return MessageTrace.put(Context.current(), message);
  }

  @Override
  public void deliver(Message message, Runnable handler) {
    Span span =
        tracer
            .spanBuilder(names.handling())
            .setParent(MessageTrace.of(message))
            .setSpanKind(SpanKind.CONSUMER)
            .setAllAttributes(names.process())
            .setAttribute("messaging.message.id", message.id())
            .startSpan();
    in(
        span,
        () -> {
          handler.run();
          return true;
        });
  }
}
