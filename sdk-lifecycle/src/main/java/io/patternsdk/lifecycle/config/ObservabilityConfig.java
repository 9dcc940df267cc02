package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;

/** What the process tells about itself. */
public record ObservabilityConfig(
    MetricsConfig metrics, TracingConfig tracing, LoggingConfig logging) {

  static ObservabilityConfig from(Settings s) {
    return new ObservabilityConfig(
        MetricsConfig.from(s.section("metrics")),
        TracingConfig.from(s.section("tracing")),
        LoggingConfig.from(s.section("logging")));
  }
}
