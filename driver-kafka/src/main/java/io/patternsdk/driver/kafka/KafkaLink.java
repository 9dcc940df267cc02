package io.patternsdk.driver.kafka;

import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** Tells by what a client counts when a connection was lost and another works. For one thread. */
final class KafkaLink {
  private final Metric closed;
  private final Metric received;
  private double closes;
  private double receivedThen;
  private boolean lost;

  KafkaLink(Map<MetricName, ? extends Metric> metrics) {
    this.closed = total(metrics, "connection-close-total");
    this.received = total(metrics, "incoming-byte-total");
    this.closes = value(closed);
  }

  /** Tells whether, since it was asked last, one was lost and something has come since. */
  boolean cameBack() {
    double now = value(closed);
    if (now > closes) {
      closes = now;
      receivedThen = value(received);
      lost = true;
      return false;
    }
    boolean back = lost && value(received) > receivedThen;
    lost = lost && !back;
    return back;
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
