package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;

/**
 * Where metrics are read.
 *
 * @param enabled whether they are published at all; true by default
 * @param host the address to bind to
 * @param port the port to bind to, 0 for any that is free
 * @param path the path to read them at
 * @param insecure whether a bind beyond this machine may do without TLS and token
 */
public record MetricsConfig(boolean enabled, String host, int port, String path, boolean insecure) {

  static MetricsConfig from(Settings s) {
    return new MetricsConfig(
        s.bool("enabled").orElse(true),
        Addresses.host(s),
        Addresses.port(s, 9090),
        s.string("path").check(p -> p.matches("/[^\\s?#]*"), "beginning with /").orElse("/metrics"),
        s.bool("insecure").orElse(false));
  }
}
