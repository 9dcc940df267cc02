package io.patternsdk.lifecycle;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.config.Problem;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.config.TracingConfig;
import io.patternsdk.lifecycle.config.TracingConfig.Protocol;
import io.patternsdk.observability.TracingOptions;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Where spans go: as the file says, else as OpenTelemetry's variables say, else as its conventions
 * have it.
 *
 * @param endpoint the collector, with port and, for HTTP, with the path of traces
 */
record TraceTarget(URI endpoint, Protocol protocol) {
  private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
  private static final String PROTOCOL = "OTEL_EXPORTER_OTLP_PROTOCOL";
  private static final String TRACES = "/v1/traces";
  private static final int GRPC_PORT = 4317;
  private static final int HTTP_PORT = 4318;

  /** Returns the target; empty if there is to be no tracing. */
  static Optional<TraceTarget> of(RunnerConfig config, Environment environment) {
    TracingConfig tracing = config.observability().tracing();
    Optional<String> written = tracing.endpoint().or(() -> endpoint(environment));
    if (!tracing.enabled().orElse(written.isPresent())) {
      return Optional.empty();
    }
    Protocol protocol =
        tracing
            .protocol()
            .or(() -> variable(environment, PROTOCOL).map(TraceTarget::protocol))
            .orElseGet(() -> byPort(written));
    return Optional.of(new TraceTarget(endpoint(written, protocol), protocol));
  }

  /** Returns what tracing is started with. */
  TracingOptions options(RunnerConfig config) {
    return TracingOptions.builder(config.pattern().name(), endpoint)
        .grpc(protocol == Protocol.GRPC)
        .sampleRatio(config.observability().tracing().sampleRatio())
        .version(config.pattern().version().orElse(""))
        .build();
  }

  private static Optional<String> endpoint(Environment environment) {
    Optional<String> endpoint = variable(environment, ENDPOINT);
    if (endpoint.isPresent() && !TracingConfig.isEndpoint(endpoint.get())) {
      throw new ConfigException(
          List.of(
              new Problem(
                  Location.whole("environment"),
                  ENDPOINT,
                  "is no endpoint",
                  "expected host:port or an http or https URL")));
    }
    return endpoint;
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
    int standard = protocol == Protocol.HTTP ? HTTP_PORT : GRPC_PORT;
    URI uri = uri(written.orElse("localhost:" + standard));
    String port = uri.getPort() < 0 ? ":" + standard : "";
    String path = uri.getRawPath().replaceAll("/+$", "");
    boolean whole = protocol == Protocol.GRPC || path.endsWith(TRACES);
    return URI.create(
        uri.getScheme() + "://" + uri.getRawAuthority() + port + path + (whole ? "" : TRACES));
  }

  private static URI uri(String endpoint) {
    return URI.create(endpoint.contains("://") ? endpoint : "http://" + endpoint);
  }

  @Override
  public String toString() {
    return endpoint + (protocol == Protocol.GRPC ? " by gRPC" : " by HTTP");
  }
}
