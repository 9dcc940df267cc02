package io.patternsdk.concurrency.timelimit;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.core.Clock;
import java.time.Duration;

/** Builds time limits. Not for use by several threads; each {@link #build} makes another one. */
public final class TimeLimitBuilder {
  private final String name;
  private Duration limit = Duration.ofSeconds(5);
  private Clock clock = Clock.system();
  private GuardListener listener = GuardListener.none();

  TimeLimitBuilder(String name) {
    this.name = name;
  }

  /** The longest that a call may take; 5 s unless said otherwise. */
  public TimeLimitBuilder limit(Duration limit) {
    this.limit = Nanos.positive("time limit", limit);
    return this;
  }

  /** Takes another clock than the machine's. */
  public TimeLimitBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Tells somebody about calls that took longer. */
  public TimeLimitBuilder listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /** Makes one. */
  public TimeLimit build() {
    return new TimeLimit(limit, clock, new EventPublisher(name, listener));
  }
}
