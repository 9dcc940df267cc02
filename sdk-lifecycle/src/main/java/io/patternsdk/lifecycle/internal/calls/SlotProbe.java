package io.patternsdk.lifecycle.internal.calls;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.layer.Layer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Sees whether a slot works: by its driver, and by the probes of its capabilities on the way of all
 * calls. So a probe is counted by the breaker like a call, may be its trial, and ends within the
 * deadline like one. It takes no turn of a rate limit: those are for calls.
 */
public final class SlotProbe {
  private final List<Capability<?>> probed;
  private final Capabilities guarded;
  private final Capabilities plain;
  private final Backend backend;
  private final Guard guard;

  /**
   * Those whose probe is not known to be permitted: they are made beside the guard first, because
   * an access list that has forgotten them must not open the breaker.
   */
  private final Set<Capability<?>> unproven = ConcurrentHashMap.newKeySet();

  private volatile String lastFailure = "";

  /**
   * Plans it.
   *
   * @param named what the slot names, of which those are probed that are there and have a probe
   * @param capabilities those of the slot
   */
  public SlotProbe(
      List<Capability<?>> named,
      Capabilities capabilities,
      Backend backend,
      Guard guard,
      Function<Guard, List<Layer>> layers) {
    this.probed = new ArrayList<>();
    for (Capability<?> capability : named) {
      if (capability.probe().isPresent() && capabilities.has(capability)) {
        probed.add(capability);
      }
    }
    this.unproven.addAll(probed);
    this.backend = backend;
    this.guard = guard;
    this.plain = backend.capabilities();
    this.guarded =
        guard.rateLimiter().isEmpty()
            ? capabilities
            : backend.capabilities(guard.name(), layers.apply(withoutRate(guard)));
  }

  private static Guard withoutRate(Guard guard) {
    Guard.Builder rest = Guard.named(guard.name());
    guard.retry().ifPresent(rest::retry);
    guard.bulkhead().ifPresent(rest::bulkhead);
    guard.breaker().ifPresent(rest::breaker);
    guard.timeLimit().ifPresent(rest::timeLimit);
    return rest.build();
  }

  public Backend backend() {
    return backend;
  }

  /** Makes the probes one after the other, within the ambient deadline. */
  public Health look() {
    Health worst = Health.up();
    for (Capability<?> capability : probed) {
      worst = worse(worst, look(capability));
    }
    return worst;
  }

  public static Health worse(Health a, Health b) {
    return b.status().compareTo(a.status()) > 0 ? b : a;
  }

  private Health look(Capability<?> capability) {
    try {
      if (unproven.contains(capability)) {
        probe(plain, capability);
        unproven.remove(capability);
      }
      probe(guarded, capability);
      lastFailure = "";
      return breaker();
    } catch (RejectedException e) {
      return e.reason() == Rejection.OPEN ? breaker() : Health.degraded(words(e));
    } catch (BackendException e) {
      return failed(capability, e);
    }
  }

  private static <T> void probe(Capabilities capabilities, Capability<T> capability) {
    capability.probe().ifPresent(probe -> probe.accept(capabilities.require(capability)));
  }

  private Health breaker() {
    BreakerState state = guard.breaker().map(CircuitBreaker::state).orElse(BreakerState.CLOSED);
    return switch (state) {
      case CLOSED, DISABLED -> Health.up();
      case HALF_OPEN -> Health.degraded("its circuit breaker is half open");
      case OPEN, FORCED_OPEN ->
          Health.down(
              "its circuit breaker is open"
                  + (lastFailure.isEmpty() ? "" : "; before: " + lastFailure));
    };
  }

  private Health failed(Capability<?> capability, BackendException failure) {
    if (failure.kind() == ErrorKind.PERMISSION_DENIED) {
      unproven.add(capability);
      return Health.degraded(
          "the probe of "
              + capability
              + ", which uses "
              + Capability.PROBED
              + ", is not permitted: "
              + words(failure));
    }
    if (!failure.kind().backendFailure() && failure.kind() != ErrorKind.CLOSED) {
      return breaker(); // it is an answer of a backend that works
    }
    lastFailure = words(failure);
    return Health.down(lastFailure);
  }

  /** Its message without the place, which is said of the health as a whole. */
  private static String words(OperationException failure) {
    String message = String.valueOf(failure.getMessage());
    String place = failure.slot().orElse("") + " (" + failure.driver().orElse("") + ") ";
    return message.startsWith(place) ? message.substring(place.length()) : message;
  }
}
