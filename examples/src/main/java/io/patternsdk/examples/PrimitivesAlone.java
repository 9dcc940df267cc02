package io.patternsdk.examples;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.concurrency.retry.Retry;
import io.patternsdk.observability.GuardMeters;
import io.patternsdk.observability.PatternMeters;

/** The primitives by themselves, with Micrometer's meters and without OpenTelemetry. */
public final class PrimitivesAlone {
  private PrimitivesAlone() {}

  /** Makes a call and prints what it returned and what was counted. */
  public static void main(String[] args) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry(); // or any other of Micrometer's
    Retry retry = Retry.named("prices").build();
    CircuitBreaker breaker = CircuitBreaker.named("prices").build();
    Guard guard = Guard.named("prices").retry(retry).breaker(breaker).build();
    try (PatternMeters meters = new PatternMeters(registry)) {
      GuardMeters.publish(meters, "prices", guard);
      String price = guard.callIdempotent(() -> "12 for a book");
      System.out.println(price);
      System.out.println(registry.getMetersAsString());
    }
  }
}
