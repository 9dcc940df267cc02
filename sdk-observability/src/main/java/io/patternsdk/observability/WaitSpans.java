package io.patternsdk.observability;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.queue.Delivery;
import java.time.Instant;
import java.util.Collection;

/**
 * A span for each call that was asked to wait and got something or failed; it is linked to the
 * traces of the messages that it got. A wait for nothing is no event.
 */
record WaitSpans(Tracer tracer, SpanNames names) implements Interceptor {

  @Override
  public <T> T call(Call<T> next) {
    Instant begun = Instant.now();
    try {
      T result = next.run();
      if (!(result instanceof Collection<?> got) || !got.isEmpty()) {
        record(begun, result);
      }
      return result;
    } catch (OperationException e) {
      var span = span(begun).startSpan();
      SpanNames.fail(span, e);
      span.end();
      throw e;
    }
  }

  private void record(Instant begun, Object result) {
    SpanBuilder span = span(begun);
    if (result instanceof Collection<?> got) {
      for (Object one : got) {
        if (one instanceof Delivery delivery) {
          MessageTrace.link(delivery.message(), span);
        }
      }
    }
    span.startSpan().end();
  }

  private SpanBuilder span(Instant begun) {
    return tracer
        .spanBuilder(names.attempt())
        .setSpanKind(SpanKind.CLIENT)
        .setStartTimestamp(begun)
        .setAllAttributes(names.client());
  }
}
