package io.patternsdk.observability;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;

/** A span for each attempt at the driver. */
record AttemptSpans(Tracer tracer, SpanNames names) implements Interceptor {

  @Override
  public <T> T call(Invocation invocation, Call<T> next) {
    SpanBuilder span =
        tracer
            .spanBuilder(names.attempt())
            .setSpanKind(names.kind())
            .setAllAttributes(names.client());
    names.describe(span, invocation);
    return CallSpans.in(span.startSpan(), next);
  }

  /** The opening is the attempt; the steps belong to the whole, which has a span. */
  @Override
  public Handle open(Invocation opening, Call<Handle> next) {
    return call(opening, next);
  }
}
