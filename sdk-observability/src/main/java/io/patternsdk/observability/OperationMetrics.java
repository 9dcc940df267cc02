package io.patternsdk.observability;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Role;
import io.patternsdk.core.layer.Site;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Counts and times what drivers do, in two layers: {@link #refusals} belongs outside the guard,
 * {@link #attempts} inside it. Meters are bound when a slot is filled, so a call looks nothing up.
 *
 * <ul>
 *   <li>{@code driver_operation_duration_seconds{operation,status}}, a histogram
 *   <li>{@code driver_operation_total{operation,status}}, {@code status} being success or error
 *   <li>{@code driver_error_total{operation,error_type}}, {@code error_type} being timeout,
 *       connection_refused, or the kind in lower case
 *   <li>{@code driver_rejected_total{operation,reason}}, calls that never reached the driver
 * </ul>
 *
 * <p>All have the labels {@code capability}, {@code driver} and {@code slot} too.
 */
public final class OperationMetrics {
  /** The default buckets of Prometheus' client libraries. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofMillis(2500),
    Duration.ofSeconds(5),
    Duration.ofSeconds(10)
  };

  private final MeterRegistry registry;
  private final LongSupplier nanos;

  /** Publishes to a registry. */
  public OperationMetrics(MeterRegistry registry) {
    this(registry, System::nanoTime);
  }

  /** Publishes to a registry of ours, whose clock goes on with each reading of the time. */
  OperationMetrics(MeterRegistry registry, LongSupplier nanos) {
    this.registry = registry;
    this.nanos = nanos;
  }

  long nanos() {
    return nanos.getAsLong();
  }

  /** Returns the layer that counts refusals; outermost, so that it sees those of every guard. */
  public Layer refusals() {
    return Layer.as(
        Role.CALL, (site, operation) -> new RefusalCounter(this, tags(site, operation)));
  }

  /** Returns the layer that times and counts attempts; innermost but for their spans. */
  public Layer attempts() {
    return Layer.as(
        Role.ATTEMPT,
        (site, operation) -> new AttemptTimer(this, operation, tags(site, operation)));
  }

  Timer timer(Tags tags, String status) {
    return Registration.alone(() -> registered(tags.and("status", status)));
  }

  private Timer registered(Tags all) {
    Timer timer =
        Timer.builder("driver.operation.duration")
            .description("Time from calling the driver to its answer")
            .serviceLevelObjectives(BUCKETS)
            .tags(all)
            .register(registry);
    if (!counted(all.stream().toList())) {
      FunctionCounter.builder("driver.operation", timer, Timer::count)
          .description("Calls to the driver")
          .tags(all)
          .register(registry);
    }
    return timer;
  }

  /** Another of us may count for the same registry. */
  private boolean counted(List<Tag> all) {
    for (Meter meter : registry.getMeters()) {
      Meter.Id id = meter.getId();
      if (id.getName().equals("driver.operation") && id.getTags().containsAll(all)) {
        return true;
      }
    }
    return false;
  }

  Counter errors(Tags tags, String type) {
    return Counter.builder("driver.error")
        .description("Calls to the driver that failed")
        .tags(tags.and("error_type", type))
        .register(registry);
  }

  Counter refusals(Tags tags, Rejection reason) {
    return Counter.builder("driver.rejected")
        .description("Calls that were refused before the driver was called")
        .tags(tags.and("reason", reason.name().toLowerCase(Locale.ROOT)))
        .register(registry);
  }

  static String errorType(ErrorKind kind) {
    return kind == ErrorKind.TIMED_OUT ? "timeout" : kind.name().toLowerCase(Locale.ROOT);
  }

  private static Tags tags(Site site, Operation operation) {
    return Tags.of(
        "slot", site.slot(),
        "driver", site.driver(),
        "capability", operation.capability(),
        "operation", operation.name());
  }
}
