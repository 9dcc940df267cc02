package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;

/**
 * Where spans are sent.
 *
 * @param enabled whether there are any; false by default, true where an endpoint is written
 * @param endpoint the collector: {@code host:port}, or a URL with http or https
 * @param protocol how they are sent
 * @param sampleRatio the share of traces begun here that are sent, from 0 to 1
 */
public record TracingConfig(
    boolean enabled, String endpoint, Protocol protocol, double sampleRatio) {

  private static final String ENDPOINT =
      "(https?://)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+])(:\\d{1,5})?(/\\S*)?";

  /** How spans are sent, both as protocol buffers. */
  public enum Protocol {
    /** OTLP over gRPC, by custom to port 4317. */
    GRPC,
    /** OTLP over HTTP, by custom to port 4318. */
    HTTP
  }

  static TracingConfig from(Settings s) {
    Protocol protocol = s.choice("protocol", Protocol.class).orElse(Protocol.GRPC);
    String standard = protocol == Protocol.GRPC ? "localhost:4317" : "localhost:4318";
    return new TracingConfig(
        s.bool("enabled").orElse(s.has("endpoint")),
        s.string("endpoint")
            .check(e -> e.matches(ENDPOINT), "host:port or an http or https URL")
            .orElse(standard),
        protocol,
        s.ratio("sample_ratio").orElse(1.0));
  }
}
