package io.patternsdk.lifecycle;

import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Meters;
import io.patternsdk.core.config.Placeholders.Environment;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.MemberState;
import io.patternsdk.lifecycle.config.RunnerConfig;
import io.patternsdk.lifecycle.logging.TraceIds;
import io.patternsdk.observability.GuardMeters;
import io.patternsdk.observability.OperationMetrics;
import io.patternsdk.observability.PatternMeters;
import io.patternsdk.observability.PrometheusMetrics;
import io.patternsdk.observability.RequestTracing;
import io.patternsdk.observability.Tracing;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the process tells about itself, as configured. Classes of what is switched off are never
 * loaded, because they cost time at start.
 */
final class Telemetry implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Runner.class.getName());
  private static final Duration FLUSH = Duration.ofSeconds(2);
  private static volatile boolean traced;

  /** What we publish ourselves; null if the application does or nobody. */
  private final @Nullable PrometheusMetrics page;

  private final @Nullable OperationMetrics operations;
  private final @Nullable PatternMeters hosted;
  private final @Nullable Tracing tracing;

  private Telemetry(
      @Nullable PrometheusMetrics page,
      @Nullable MeterRegistry registry,
      @Nullable Tracing tracing) {
    this.page = page;
    this.hosted = registry == null ? null : new PatternMeters(registry);
    this.operations =
        registry != null ? new OperationMetrics(registry) : page == null ? null : page.operations();
    this.tracing = tracing;
  }

  /** Publishes where the application does, if it does, else as configured. */
  static Telemetry open(RunnerConfig config, Environment environment, Host host) {
    boolean measured = config.observability().metrics().enabled();
    return new Telemetry(
        measured && host.meters() == null ? new PrometheusMetrics() : null,
        measured ? host.meters() : null,
        tracing(config, environment, host));
  }

  private static @Nullable Tracing tracing(
      RunnerConfig config, Environment environment, Host host) {
    OpenTelemetry traces = host.traces();
    if (traces == null) {
      return TraceTarget.of(config, environment).map(target -> trace(target, config)).orElse(null);
    }
    if (!config.observability().tracing().enabled().orElse(true)) {
      return null;
    }
    traced = true;
    return Tracing.with(traces);
  }

  private static Tracing trace(TraceTarget target, RunnerConfig config) {
    LOG.log(Level.INFO, "spans are sent to " + target);
    traced = true;
    return Tracing.start(target.options(config));
  }

  /** Layers outside the guard: they see what it refuses and repeats. */
  List<Layer> outer() {
    List<Layer> layers = new ArrayList<>();
    if (operations != null) {
      layers.add(operations.refusals());
    }
    if (tracing != null) {
      layers.add(tracing.calls());
    }
    return layers;
  }

  /** Layers inside the guard: they see single attempts. */
  List<Layer> inner() {
    List<Layer> layers = new ArrayList<>();
    if (operations != null) {
      layers.add(operations.attempts());
    }
    if (tracing != null) {
      layers.add(tracing.attempts());
    }
    return layers;
  }

  /** Publishes the state of a slot, or a member of one, and of its guard. */
  void member(FilledSlot slot, Guard guard) {
    if (operations != null) {
      GuardMeters.publish(meters(), slot.name(), guard);
      meters()
          .gauge(
              "slot_state",
              "0 up, 1 degraded, 2 opening for the first time, 3 down",
              () -> level(slot.state().status()),
              "slot",
              slot.name());
    }
  }

  private static int level(MemberState.Status status) {
    return switch (status) {
      case UP -> 0;
      case DEGRADED -> 1;
      case OPENING -> 2;
      case DOWN -> 3;
    };
  }

  /** Publishes how much waits in memory. */
  void waiting(ByteBudget budget) {
    meters().gauge("buffer_memory_bytes", "Bytes that may wait", budget::capacity);
    meters().gauge("buffer_memory_used_bytes", "Bytes that wait", budget::reserved);
    meters().total("buffer_memory_refused_total", "Reservations refused", budget::refused);
  }

  Meters meters() {
    return hosted != null ? hosted : page != null ? page.meters() : Meters.none();
  }

  Optional<MetricsText> metrics() {
    PrometheusMetrics present = page;
    return present == null
        ? Optional.empty()
        : Optional.of(
            accept -> {
              String type = PrometheusMetrics.contentType(accept);
              return new MetricsText.Page(type, present.scrape(type));
            });
  }

  RequestTracing requests() {
    return tracing == null ? RequestTracing.none() : tracing.requests();
  }

  /** The span in force on this thread, for the log. */
  static TraceIds traceIds() {
    return traced ? new TraceIds(Tracing.currentTraceId(), Tracing.currentSpanId()) : TraceIds.NONE;
  }

  /**
   * Sends what has not been sent, within two seconds and the ambient deadline, and takes back what
   * the application would go on reading.
   */
  @Override
  public void close() {
    if (hosted != null) {
      hosted.close();
    }
    if (tracing != null) {
      tracing.close(Deadline.current().atMost(FLUSH));
    }
  }
}
