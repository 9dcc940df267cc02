package io.patternsdk.benchmarks.layer;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.observability.OperationMetrics;
import io.patternsdk.observability.PrometheusMetrics;
import java.time.Duration;
import java.util.List;

/** One driver behind different layers. All operations have been used, as in a real process. */
record Slots(IdleDriver driver, String namespace) {
  private static final byte[] VALUE = new byte[16];

  KeyValue bare() {
    return slot(List.of());
  }

  KeyValue guarded() {
    return slot(List.of(guard()));
  }

  KeyValue measured() {
    return slot(List.of(metrics().attempts()));
  }

  KeyValue complete() {
    OperationMetrics metrics = metrics();
    return slot(List.of(metrics.refusals(), guard(), metrics.attempts()));
  }

  private KeyValue slot(List<Layer> layers) {
    KeyValue values =
        IdleDriver.backend(driver, namespace)
            .capabilities("registry", layers)
            .require(StandardCapabilities.KEYVALUE_BASIC);
    for (int i = 0; i < 30_000; i++) {
      values.set("key", VALUE);
      values.delete("key");
      values.exists("key");
    }
    return values;
  }

  private static OperationMetrics metrics() {
    return new PrometheusMetrics().operations();
  }

  private static Guard guard() {
    return Guard.builder()
        .retry(Retry.named("bench").build())
        .bulkhead(Bulkhead.of("bench", Peers.PLACES, Duration.ofSeconds(1)))
        .breaker(CircuitBreaker.named("bench").maxFailures(5).build())
        .build();
  }
}
