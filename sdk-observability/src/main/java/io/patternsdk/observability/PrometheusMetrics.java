package io.patternsdk.observability;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.patternsdk.core.Meters;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/** Metrics that Prometheus reads. Thread-safe. */
public final class PrometheusMetrics {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final CoarseClock clock = new CoarseClock();
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock);
  private final OperationMetrics operations = new OperationMetrics(registry, clock::nanos);
  private final Meters meters = new PatternMeters(registry);

  /** Starts with no metrics. */
  public PrometheusMetrics() {}

  /** Returns the layers that count and time what drivers do. */
  public OperationMetrics operations() {
    return operations;
  }

  /** Returns where others count. */
  public Meters meters() {
    return meters;
  }

  /** Returns the media type to answer with, for what the HTTP header {@code Accept} holds. */
  public static String contentType(String accept) {
    return accept.contains("application/openmetrics-text") ? OPEN_METRICS : TEXT;
  }

  /** Returns all metrics as they are now, in the form of a media type. */
  public String scrape(String contentType) {
    var unused = clock.nanos();
    return registry.scrape(contentType);
  }
}
