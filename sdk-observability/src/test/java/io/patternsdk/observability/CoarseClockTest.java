package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CoarseClockTest {
  private final AtomicLong nanos = new AtomicLong(-5);
  private final CoarseClock clock = new CoarseClock(nanos::get, 1_000_000);

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void wallTimeGoesOnWithEachReadingBySecondsAtLeast() {
    pass(Duration.ofMillis(999));
    assertThat(clock.nanos()).isEqualTo(Duration.ofMillis(999).toNanos() - 5);
    assertThat(clock.wallTime()).isEqualTo(1_000_000);
    pass(Duration.ofMillis(1));
    assertThat(clock.wallTime()).isEqualTo(1_000_000);
    assertThat(clock.nanos()).isEqualTo(clock.monotonicTime());
    assertThat(clock.wallTime()).isEqualTo(1_001_000);
  }

  @Test
  void aMaximumIsForgottenWhenItsWindowIsOver() {
    Timer timer =
        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, new PrometheusRegistry(), clock)
            .timer("t");
    timer.record(7, TimeUnit.SECONDS);
    assertThat(timer.max(TimeUnit.SECONDS)).isEqualTo(7);
    pass(Duration.ofHours(1));
    assertThat(clock.nanos()).isPositive();
    assertThat(timer.max(TimeUnit.SECONDS)).isZero();
  }
}
