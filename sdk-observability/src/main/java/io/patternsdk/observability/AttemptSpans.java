package io.patternsdk.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;

/** A span for each attempt at the driver. */
record AttemptSpans(Tracer tracer, SpanNames names) implements Interceptor {

  @Override
  public <T> T call(Call<T> next) {
    Span span =
        tracer
            .spanBuilder(names.attempt())
            .setSpanKind(SpanKind.CLIENT)
            .setAllAttributes(names.client())
            .startSpan();
    return CallSpans.in(span, next);
  }
}
