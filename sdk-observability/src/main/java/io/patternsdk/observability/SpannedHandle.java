package io.patternsdk.observability;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Handle;
import io.patternsdk.core.layer.Invocation;
import org.jspecify.annotations.Nullable;

/** What is open, inside a span that ends with it. */
record SpannedHandle(Span span, Handle inner) implements Handle {

  @Override
  public <T> T step(Invocation step, Call<T> next) {
    Scope scope = span.makeCurrent();
    try {
      return inner.step(step, next);
    } finally {
      scope.close();
    }
  }

  @Override
  public void end(@Nullable Throwable failure) {
    Scope scope = span.makeCurrent();
    try {
      inner.end(failure);
    } catch (RuntimeException | Error e) {
      SpanNames.fail(span, e);
      throw e;
    } finally {
      scope.close();
      if (failure != null) {
        SpanNames.fail(span, failure);
      }
      span.end();
    }
  }
}
