package io.patternsdk.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import java.time.Instant;
import java.util.List;

/**
 * A span for each call that was asked to wait and got something or failed; it is linked to the
 * traces of the messages that it got. A wait for nothing is no event.
 */
record WaitSpans(Tracer tracer, SpanNames names) implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    Instant begun = Instant.now();
    try {
      T result = next.run();
      List<Message> messages = invocation.operation().messages(result);
      if (!messages.isEmpty() || !invocation.operation().yieldsMessages()) {
        record(begun, invocation, messages);
      }
      return result;
    } catch (OperationException e) {
      Span span = span(begun, invocation).startSpan();
      SpanNames.fail(span, e);
      span.end();
      throw e;
    }
  }

  private void record(Instant begun, Invocation invocation, List<Message> messages) {
    SpanBuilder span = span(begun, invocation);
    if (!messages.isEmpty()) {
      span.setAttribute("messaging.batch.message_count", messages.size());
      messages.forEach(message -> MessageTrace.link(message, span));
    }
    span.startSpan().end();
  }

  private SpanBuilder span(Instant begun, Invocation invocation) {
    SpanBuilder span =
        tracer
            .spanBuilder(names.attempt())
            .setSpanKind(names.kind())
            .setStartTimestamp(begun)
            .setAllAttributes(names.client());
    names.describe(span, invocation);
    return span;
  }
}
