package io.patternsdk.examples;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.observability.OperationMetrics;
import java.util.List;

/** Puts a guard and metrics round a driver; the calls themselves do not change. */
public final class InstrumentedDriver {
  private InstrumentedDriver() {}

  /** Makes some calls and prints what was counted. */
  public static void main(String[] args) {
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    OperationMetrics metrics = new OperationMetrics(meters);
    Guard guard = Guard.builder().breaker(CircuitBreaker.named("cache").build()).build();
    try (var backend = DriverRegistry.load().open("embedded")) {
      var values =
          backend
              .capabilities("cache", List.of(metrics.refusals(), guard, metrics.attempts()))
              .require(KEYVALUE_BASIC);
      for (int i = 0; i < 10; i++) {
        values.set("key" + i, new byte[i]);
        values.get("key" + i);
      }
    }
    meters.getMeters().stream()
        .map(meter -> meter.getId().getName() + " " + meter.getId().getTags())
        .sorted()
        .forEach(System.out::println);
    System.out.println(
        "gets: "
            + (long)
                meters.get("driver.operation").tag("operation", "get").functionCounter().count());
  }
}
