package io.patternsdk.observability;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Scope;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A span for each request from outside, after OpenTelemetry's conventions for HTTP servers. */
record RequestSpans(Tracer tracer) implements RequestTracing {

  @Override
  @SuppressWarnings("MustBeClosedChecker") // whoever closes the request closes its scope
  public Span begin(String method, String route, Function<String, @Nullable String> header) {
    var span =
        tracer
            .spanBuilder(method + " " + route)
            .setParent(MessageTrace.read(header))
            .setSpanKind(SpanKind.SERVER)
            .setAttribute("http.request.method", method)
            .setAttribute("http.route", route)
            .startSpan();
    return new Request(span, span.makeCurrent());
  }

  private record Request(io.opentelemetry.api.trace.Span span, Scope scope) implements Span {

    @Override
    public String traceId() {
      return span.getSpanContext().getTraceId();
    }

    @Override
    public void status(int status) {
      span.setAttribute("http.response.status_code", status);
      if (status >= 500) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute("error.type", Integer.toString(status));
      }
    }

    @Override
    public void close() {
      scope.close();
      span.end();
    }
  }
}
