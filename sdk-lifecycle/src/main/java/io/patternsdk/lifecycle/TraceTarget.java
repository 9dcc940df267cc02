package io.patternsdk.lifecycle;

import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.config.TracingConfig;
import io.patternsdk.lifecycle.config.TracingConfig.Protocol;
import io.patternsdk.observability.TracingOptions;
import java.net.URI;
import java.util.Optional;

/**
 * Where spans go: as the file says, else as OpenTelemetry's variables say, else as its conventions
 * have it.
 *
 * @param options what tracing is started with
 */
record TraceTarget(TracingOptions options) {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  private static final int HTTP_PORT = 4318;

  /** Returns the target; empty if there is to be no tracing. */
  static Optional<TraceTarget> of(RunnerConfig config, Environment environment) {
    TracingConfig tracing = config.observability().tracing();
    Optional<String> written = tracing.endpoint().or(() -> variable(environment, ENDPOINT));
    if (!tracing.enabled().orElse(written.isPresent())) {
      return Optional.empty();
    }
    Protocol protocol =
        tracing
            .protocol()
            .or(() -> variable(environment, PROTOCOL).map(TraceTarget::protocol))
            .orElseGet(() -> byPort(written));
    TracingOptions options =
        TracingOptions.builder(config.pattern().name(), endpoint(written, protocol))
            .grpc(protocol == Protocol.GRPC)
            .sampleRatio(tracing.sampleRatio())
            .version(config.pattern().version().orElse(""))
            .build();
    return Optional.of(new TraceTarget(options));
  }

  private static Optional<String> variable(Environment environment, String name) {
    return Optional.ofNullable(environment.variable(name)).filter(value -> !value.isBlank());
  }

  private static Protocol protocol(String variable) {
    return variable.startsWith("http") ? Protocol.HTTP : Protocol.GRPC;
  }

  private static Protocol byPort(Optional<String> endpoint) {
    return endpoint.filter(e -> uri(e).getPort() == HTTP_PORT).isPresent()
        ? Protocol.HTTP
        : Protocol.GRPC;
  }

  private static URI endpoint(Optional<String> written, Protocol protocol) {
    int standard = protocol == Protocol.HTTP ? HTTP_PORT : 4317;
    URI uri = uri(written.orElse("localhost:" + standard));
    String port = uri.getPort() < 0 ? ":" + standard : "";
    boolean bare = uri.getRawPath().isEmpty() || uri.getRawPath().equals("/");
    String path = protocol == Protocol.HTTP && bare ? "/v1/traces" : bare ? "" : uri.getRawPath();
    return URI.create(uri.getScheme() + "://" + uri.getRawAuthority() + port + path);
  }

  private static URI uri(String endpoint) {
    return URI.create(endpoint.contains("://") ? endpoint : "http://" + endpoint);
  }
}
