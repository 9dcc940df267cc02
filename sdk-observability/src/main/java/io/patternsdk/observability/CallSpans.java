package io.patternsdk.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.patternsdk.core.Message;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;

/** A span for each whole call, and for each message that is handled. */
record CallSpans(Tracer tracer, SpanNames names) implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    return in(span(), next);
  }

  @Override
  public Handle open(Invocation opening, Call<Handle> next) {
    Span span = span();
    Scope scope = span.makeCurrent();
    try {
      return new SpannedHandle(span, next.run());
    } catch (RuntimeException | Error e) {
      SpanNames.fail(span, e);
      span.end();
      throw e;
    } finally {
      scope.close();
    }
  }

  private Span span() {
    return tracer.spanBuilder(names.call()).setAllAttributes(names.common()).startSpan();
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
  public void deliver(String source, Message message, Runnable handler) {
    Span span =
        tracer
            .spanBuilder(names.handling())
            .setParent(MessageTrace.of(message))
            .setSpanKind(SpanKind.CONSUMER)
            .setAllAttributes(names.process())
            .setAttribute("messaging.destination.name", source)
            .setAttribute("messaging.message.id", message.id())
            .setAttribute("messaging.message.body.size", (long) message.body().length)
            .startSpan();
    in(
        span,
        () -> {
          handler.run();
          return true;
        });
  }
}
