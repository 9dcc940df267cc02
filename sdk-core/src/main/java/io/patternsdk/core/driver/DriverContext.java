package io.patternsdk.core.driver;

import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Meters;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.config.Settings;
import java.time.Duration;

/** What a driver is opened with. Immutable. */
public final class DriverContext {
  private final String backend;
  private final Settings settings;
  private final Namespace namespace;
  private final Envelope envelope;
  private final Duration operationTimeout;
  private final Clock clock;
  private final Meters meters;
  private final ByteBudget budget;

  private DriverContext(Builder builder) {
    this.backend = builder.backend;
    this.settings = builder.settings;
    this.namespace = builder.namespace;
    this.envelope = builder.envelope;
    this.operationTimeout = builder.operationTimeout;
    this.clock = builder.clock;
    this.meters = builder.meters;
    this.budget = builder.budget;
  }

  /** Starts with the name of a backend; everything else has a default. */
  public static Builder builder(String backend) {
    return new Builder(backend);
  }

  /** Starts with all that stands here. */
  public Builder toBuilder() {
    return new Builder(backend)
        .settings(settings)
        .namespace(namespace)
        .envelope(envelope)
        .operationTimeout(operationTimeout)
        .clock(clock)
        .meters(meters)
        .budget(budget);
  }

  /** Returns the name of the backend in configuration, for messages and thread names. */
  public String backend() {
    return backend;
  }

  /** Returns the driver's own settings, in which problems are noted. */
  public Settings settings() {
    return settings;
  }

  /** Returns what the core prefixes names with, for what the driver itself has to store. */
  public Namespace namespace() {
    return namespace;
  }

  /** Returns how messages become bytes where the backend has no headers. */
  public Envelope envelope() {
    return envelope;
  }

  /** Returns the longest that one call may take. */
  public Duration operationTimeout() {
    return operationTimeout;
  }

  /** Returns the source of time. */
  public Clock clock() {
    return clock;
  }

  /**
   * Returns where the driver publishes what no layer sees, such as reconnections or the use of a
   * pool; labels of its own it gives, the name of the backend is there already.
   */
  public Meters meters() {
    return meters;
  }

  /**
   * Returns what bounds the bytes that the driver keeps for subscribers, as others do beside it.
   */
  public ByteBudget budget() {
    return budget;
  }

  /** Builds {@link DriverContext}; for one thread. */
  public static final class Builder {
    private final String backend;
    private Settings settings = Settings.empty();
    private Namespace namespace = Namespace.of("");
    private Envelope envelope = Envelope.standard();
    private Duration operationTimeout = Duration.ofSeconds(5);
    private Clock clock = Clock.system();
    private Meters meters = Meters.none();
    private ByteBudget budget = ByteBudget.ofHeap();

    private Builder(String backend) {
      this.backend = backend;
    }

    /** Sets the driver's settings; none by default. */
    public Builder settings(Settings settings) {
      this.settings = settings;
      return this;
    }

    /** Sets the prefix of names; none by default. */
    public Builder namespace(Namespace namespace) {
      this.namespace = namespace;
      return this;
    }

    /** Sets how messages become bytes where the backend has no headers; the standard by default. */
    public Builder envelope(Envelope envelope) {
      this.envelope = envelope;
      return this;
    }

    /** Sets the longest that one call may take; 5 seconds by default. */
    public Builder operationTimeout(Duration timeout) {
      this.operationTimeout = timeout;
      return this;
    }

    /** Sets the source of time; the machine's clock by default. */
    public Builder clock(Clock clock) {
      this.clock = clock;
      return this;
    }

    /** Sets where the driver publishes its meters; nowhere by default. */
    public Builder meters(Meters meters) {
      this.meters = meters;
      return this;
    }

    /** Sets the budget of bytes that wait; one of its own, of the usual size, by default. */
    public Builder budget(ByteBudget budget) {
      this.budget = budget;
      return this;
    }

    /** Returns the context. */
    public DriverContext build() {
      return new DriverContext(this);
    }
  }
}
