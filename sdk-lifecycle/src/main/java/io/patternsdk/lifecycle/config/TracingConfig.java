package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where spans are sent. What is empty here is said by the environment or by convention.
 *
 * @param enabled whether there are any; by default, if somebody names an endpoint
 * @param endpoint the collector: {@code host:port}, or a URL with http or https
 * @param protocol how they are sent; by default as the endpoint's port has it by convention
 * @param sampleRatio the share of traces begun here that are sent, from 0 to 1
 */
public record TracingConfig(
    Optional<Boolean> enabled,
    Optional<String> endpoint,
    Optional<Protocol> protocol,
    double sampleRatio) {

  private static final Pattern ENDPOINT =
      Pattern.compile(
          "(https?://)?([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:]+])(:(?<port>\\d{1,5}))?(/[^\\s?#@]*)?");

  /** How spans are sent, both as protocol buffers. */
  public enum Protocol {
    /** OTLP over gRPC, by custom to port 4317. */
    GRPC,
    /** OTLP over HTTP, by custom to port 4318. */
    HTTP
  }

  /** Whether a text has the form of an endpoint. */
  public static boolean isEndpoint(String text) {
    Matcher endpoint = ENDPOINT.matcher(text);
    return endpoint.matches()
        && (endpoint.group("port") == null || Integer.parseInt(endpoint.group("port")) <= 65_535);
  }

  static TracingConfig from(Settings s) {
    return new TracingConfig(
        s.bool("enabled").optional(),
        s.string("endpoint")
            .check(TracingConfig::isEndpoint, "host:port or an http or https URL")
            .optional(),
        s.choice("protocol", Protocol.class).optional(),
        s.ratio("sample_ratio").orElse(1.0));
  }
}
