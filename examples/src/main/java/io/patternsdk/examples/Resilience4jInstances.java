package io.patternsdk.examples;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.resilience4j.Resilience4jGuard;
import java.util.List;

/** Puts Resilience4j's instances, as its registries hand them out, round a driver. */
public final class Resilience4jInstances {
  private Resilience4jInstances() {}

  /** Makes some calls, of which the breaker sees two and refuses the third. */
  public static void main(String[] args) {
    var bulkhead = BulkheadRegistry.ofDefaults().bulkhead("cache");
    var breaker = CircuitBreakerRegistry.ofDefaults().circuitBreaker("cache");
    try (var backend = DriverRegistry.load().open("embedded")) {
      var theirs = Resilience4jGuard.builder().bulkhead(bulkhead).breaker(breaker).build();
      var values = backend.capabilities("cache", List.of(theirs)).require(KEYVALUE_BASIC);
      values.set("key", new byte[1]);
      values.get("key");
      System.out.println("seen: " + breaker.getMetrics().getNumberOfSuccessfulCalls());
      breaker.transitionToForcedOpenState();
      values.get("key");
    } catch (RejectedException e) {
      System.out.println(e.reason() + ": " + e.getMessage());
    }
  }
}
