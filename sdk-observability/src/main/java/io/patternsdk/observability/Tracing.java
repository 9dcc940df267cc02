package io.patternsdk.observability;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Role;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Spans of requests, of calls to backends and of messages that are handled, sent in batches in the
 * background. A span goes to other threads with the deadline. A collector that is absent slows
 * nothing down and is logged once; spans that cannot be sent are dropped. Thread-safe.
 */
public final class Tracing implements AutoCloseable {
  private static final String SCOPE = "io.patternsdk";

  private final Tracer tracer;
  private final @Nullable SdkTracerProvider ours;
  private final Deadline.Accompaniment accompaniment = Deadline.accompanyBy(SpanCompanion.INSTANCE);

  private Tracing(Tracer tracer, @Nullable SdkTracerProvider ours) {
    this.tracer = tracer;
    this.ours = ours;
  }

  /** Begins to trace; makes no connection before there is something to send. */
  public static Tracing start(TracingOptions options) {
    return start(
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(resource(options))))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(options.sampleRatio())))
            .addSpanProcessor(
                BatchSpanProcessor.builder(new QuietExporter(OtlpExport.of(options), options))
                    .build())
            .build());
  }

  static Tracing start(SdkTracerProvider provider) {
    return new Tracing(provider.get(SCOPE), provider);
  }

  /**
   * Begins to trace with what the application has set up, which is neither flushed nor closed here.
   * Messages bear their trace as W3C Trace Context whatever its propagators are: other processes of
   * the pattern read them.
   */
  public static Tracing with(OpenTelemetry openTelemetry) {
    return new Tracing(openTelemetry.getTracer(SCOPE), null);
  }

  private static Attributes resource(TracingOptions options) {
    AttributesBuilder attributes = Attributes.builder().put("service.name", options.service());
    if (!options.version().isEmpty()) {
      attributes.put("service.version", options.version());
    }
    return attributes.build();
  }

  /**
   * Returns the layer with one span for each call, its repetitions and waits included; outside the
   * guard. It puts the trace into the headers of messages on their way out, and continues that of
   * messages that are delivered.
   */
  public Layer calls() {
    return Layer.as(
        Role.CALL,
        (site, operation) ->
            operation.waits()
                ? new WaitSpans(tracer, new SpanNames(site, operation))
                : new CallSpans(tracer, new SpanNames(site, operation)));
  }

  /** Returns the layer with one span for each attempt at the driver; innermost. */
  public Layer attempts() {
    return Layer.as(
        Role.ATTEMPT,
        (site, operation) ->
            operation.waits()
                ? new NoSpans()
                : new AttemptSpans(tracer, new SpanNames(site, operation)));
  }

  /** Returns what puts spans round requests from outside. */
  public RequestTracing requests() {
    return new RequestSpans(tracer);
  }

  /** Returns the id of the trace in force on this thread, in 32 digits; empty if there is none. */
  public static String currentTraceId() {
    SpanContext context = Span.current().getSpanContext();
    return context.isValid() ? context.getTraceId() : "";
  }

  /** Returns the id of the span in force on this thread, in 16 digits; empty if there is none. */
  public static String currentSpanId() {
    SpanContext context = Span.current().getSpanContext();
    return context.isValid() ? context.getSpanId() : "";
  }

  /** Sends what has not been sent, within a limit, and ends. */
  public void close(Duration limit) {
    accompaniment.close();
    if (ours != null) {
      ours.shutdown().join(limit.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Sends what has not been sent, within two seconds, and ends. */
  @Override
  public void close() {
    close(Duration.ofSeconds(2));
  }
}
