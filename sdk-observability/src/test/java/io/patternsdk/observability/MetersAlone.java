package io.patternsdk.observability;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import java.util.List;
import java.util.function.Supplier;

/** Meters of primitives and of operations. For a class loader of its own. */
public final class MetersAlone implements Supplier<String> {

  /** Returns what they say. */
  @Override
  public String get() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    CircuitBreaker breaker = CircuitBreaker.named("a").build();
    Guard guard = Guard.builder().breaker(breaker).build();
    OperationMetrics operations = new OperationMetrics(registry);
    try (PatternMeters meters = new PatternMeters(registry)) {
      GuardMeters.publish(meters, "a", guard);
      BoundOperation.bind(
              new Site("a", "fake"),
              Operation.of("fake", "go", Kind.WRITE),
              List.of(operations.refusals(), guard, operations.attempts()))
          .run(() -> breaker.forceOpen());
      return "state "
          + registry.get("circuit_breaker_state").gauge().value()
          + ", calls "
          + registry.get("driver.operation").functionCounter().count();
    }
  }
}
