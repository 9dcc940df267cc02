package io.patternsdk.core.backend;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Meters;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverContext;
import java.time.Duration;
import java.util.Map;

/**
 * How to open a backend: everything has a default, and each method returns a changed copy.
 * Immutable.
 */
public final class BackendOptions {
  private final DriverContext context;

  private BackendOptions(DriverContext.Builder changed) {
    this.context = changed.build();
  }

  /** Returns the defaults for a backend of this name. */
  public static BackendOptions named(String name) {
    return new BackendOptions(DriverContext.builder(name));
  }

  /** Sets the driver's settings; none by default. */
  public BackendOptions settings(Settings settings) {
    return new BackendOptions(context.toBuilder().settings(settings));
  }

  /** Sets the driver's settings from a map of plain values. */
  public BackendOptions settings(Map<String, ?> settings) {
    return settings(Settings.of(settings));
  }

  /** Sets the prefix of names; none by default. */
  public BackendOptions namespace(String namespace) {
    return new BackendOptions(context.toBuilder().namespace(Namespace.of(namespace)));
  }

  /** Sets how messages become bytes where the backend has no headers; the standard by default. */
  public BackendOptions envelope(Envelope envelope) {
    return new BackendOptions(context.toBuilder().envelope(envelope));
  }

  /** Sets the longest that one call may take; 5 seconds by default. */
  public BackendOptions operationTimeout(Duration timeout) {
    return new BackendOptions(context.toBuilder().operationTimeout(timeout));
  }

  /** Sets the source of time; the machine's clock by default. */
  public BackendOptions clock(Clock clock) {
    return new BackendOptions(context.toBuilder().clock(clock));
  }

  /** Sets where the driver publishes its meters; nowhere by default. */
  public BackendOptions meters(Meters meters) {
    return new BackendOptions(context.toBuilder().meters(meters));
  }

  /**
   * Sets the budget of bytes that wait for subscribers, which all backends and patterns of a
   * process had better share; one of its own, of a quarter of the heap, by default.
   */
  public BackendOptions budget(ByteBudget budget) {
    return new BackendOptions(context.toBuilder().budget(budget));
  }

  /** Returns what a driver is opened with. */
  public DriverContext toContext() {
    return context;
  }
}
