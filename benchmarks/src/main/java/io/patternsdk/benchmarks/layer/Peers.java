package io.patternsdk.benchmarks.layer;

import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The same protection and measurement put together from what people use today. */
final class Peers {
  static final int PLACES = 100;
  private static final Duration[] BUCKETS =
      Stream.of(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000)
          .map(Duration::ofMillis)
          .toArray(Duration[]::new);

  private Peers() {}

  static <T> Supplier<T> decorated(Supplier<T> driver) {
    Timer timer =
        Timer.builder("operation")
            .serviceLevelObjectives(BUCKETS)
            .register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    Supplier<T> call = () -> timer.record(driver);
    call = CircuitBreaker.decorateSupplier(CircuitBreaker.ofDefaults("bench"), call);
    BulkheadConfig places = BulkheadConfig.custom().maxConcurrentCalls(PLACES).build();
    call = Bulkhead.decorateSupplier(Bulkhead.of("bench", places), call);
    return Retry.decorateSupplier(Retry.ofDefaults("bench"), call);
  }
}
