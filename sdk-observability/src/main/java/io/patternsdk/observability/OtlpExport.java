package io.patternsdk.observability;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;

/** Makes the exporter for the protocol that was chosen. */
final class OtlpExport {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private OtlpExport() {}

  static SpanExporter of(TracingOptions options) {
    String endpoint = options.endpoint().toString();
    ComponentLoader senders = new OneSender(OtlpExport.class.getClassLoader());
    return options.grpc()
        ? OtlpGrpcSpanExporter.builder()
            .setComponentLoader(senders)
            .setEndpoint(endpoint)
            .setTimeout(TIMEOUT)
            .setRetryPolicy(null)
            .build()
        : OtlpHttpSpanExporter.builder()
            .setComponentLoader(senders)
            .setEndpoint(endpoint)
            .setTimeout(TIMEOUT)
            .setRetryPolicy(null)
            .build();
  }
}
