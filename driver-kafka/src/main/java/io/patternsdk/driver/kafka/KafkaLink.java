package io.patternsdk.driver.kafka;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Tells by what a client counts what becomes of its connections. For one thread. */
final class KafkaLink {
  private final Metric closed;
  private final Metric received;
  private double closes;

  KafkaLink(Map<MetricName, ? extends Metric> metrics) {
    this.closed = total(metrics, "connection-close-total");
    this.received = total(metrics, "incoming-byte-total");
    this.closes = value(closed);
  }

  /** Tells whether a connection was lost since it was asked last. */
  boolean lost() {
    double before = closes;
    closes = value(closed);
    return closes > before;
  }

  /** Returns how many bytes have come so far. */
  double received() {
    return value(received);
  }

  /** Finds what a client counts over all its connections. */
  static Metric total(Map<MetricName, ? extends Metric> metrics, String name) {
    return metrics.entrySet().stream()
        .filter(each -> each.getKey().name().equals(name))
        .filter(each -> each.getKey().tags().keySet().stream().allMatch("client-id"::equals))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the client has no " + name));
  }

  static double value(Metric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
  }
}
