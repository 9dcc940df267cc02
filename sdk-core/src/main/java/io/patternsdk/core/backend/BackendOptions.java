package io.patternsdk.core.backend;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Envelope;
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
  private final String name;
  private final Settings settings;
  private final Namespace namespace;
  private final Envelope envelope;
  private final Duration operationTimeout;
  private final Clock clock;

  private BackendOptions(
      String name,
      Settings settings,
      Namespace namespace,
      Envelope envelope,
      Duration operationTimeout,
      Clock clock) {
    this.name = name;
    this.settings = settings;
    this.namespace = namespace;
    this.envelope = envelope;
    this.operationTimeout = operationTimeout;
    this.clock = clock;
  }

  /** Returns the defaults for a backend of this name. */
  public static BackendOptions named(String name) {
    return new BackendOptions(
        name,
        Settings.of(Map.of()),
        Namespace.of(""),
        Envelope.standard(),
        Duration.ofSeconds(5),
        Clock.system());
  }

  /** Sets the driver's settings; none by default. */
  public BackendOptions settings(Settings settings) {
    return new BackendOptions(name, settings, namespace, envelope, operationTimeout, clock);
  }

  /** Sets the driver's settings from a map of plain values. */
  public BackendOptions settings(Map<String, ?> settings) {
    return settings(Settings.of(settings));
  }

  /** Sets the prefix of names; none by default. */
  public BackendOptions namespace(String namespace) {
    return new BackendOptions(
        name, settings, Namespace.of(namespace), envelope, operationTimeout, clock);
  }

  /** Sets how messages become bytes where the backend has no headers; the standard by default. */
  public BackendOptions envelope(Envelope envelope) {
    return new BackendOptions(name, settings, namespace, envelope, operationTimeout, clock);
  }

  /** Sets the longest that one call may take; 5 seconds by default. */
  public BackendOptions operationTimeout(Duration timeout) {
    return new BackendOptions(name, settings, namespace, envelope, timeout, clock);
  }

  /** Sets the source of time; the machine's clock by default. */
  public BackendOptions clock(Clock clock) {
    return new BackendOptions(name, settings, namespace, envelope, operationTimeout, clock);
  }

  /** Returns what a driver is opened with. */
  public DriverContext toContext() {
    return new DriverContext(name, settings, namespace, envelope, operationTimeout, clock);
  }
}
