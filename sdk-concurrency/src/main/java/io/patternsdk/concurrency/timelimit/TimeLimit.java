package io.patternsdk.concurrency.timelimit;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.concurrency.internal.Refusals;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Deadline.Body;
import io.patternsdk.core.RejectedException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Bounds the time of a call by the ambient deadline: whatever the call does, a driver above all,
 * honours it. No other thread is involved and nothing is interrupted, so what ignores deadlines is
 * not bounded; it is counted.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.GuardExamplesTest" region="time-limit" :
 * TimeLimit limit = TimeLimit.of(Duration.ofSeconds(2));
 * Duration left = limit.call(() -> Deadline.current().remaining());
 * }
 *
 * <p>Safe for use by any number of threads.
 */
public final class TimeLimit {
  private final Duration limit;
  private final Clock clock;
  private final EventPublisher publisher;
  private final LongAdder exceeded = new LongAdder();

  TimeLimit(Duration limit, Clock clock, EventPublisher publisher) {
    this.limit = Nanos.positive("time limit", limit);
    this.clock = clock;
    this.publisher = publisher;
  }

  /** Makes one that tells nobody, measured by {@code clock}. */
  public TimeLimit(Duration limit, Clock clock) {
    this(limit, clock, new EventPublisher("time limit", GuardListener.none()));
  }

  /** Makes one that tells nobody, on the machine's clock. */
  public static TimeLimit of(Duration limit) {
    return new TimeLimit(limit, Clock.system());
  }

  /** Begins to build one. */
  public static TimeLimitBuilder named(String name) {
    return new TimeLimitBuilder(name);
  }

  /** Returns its name. */
  public String name() {
    return publisher.name();
  }

  /** Returns the longest time. */
  public Duration limit() {
    return limit;
  }

  /**
   * Makes a call under a deadline {@code limit} from now, or under a sooner one in force.
   *
   * @throws RejectedException DEADLINE if the one in force has passed
   */
  public <T, X extends Exception> T call(Body<T, X> body) throws X {
    return within(limit, body);
  }

  /**
   * Makes a call that was asked to wait: the limit begins where the wait ends.
   *
   * @throws RejectedException DEADLINE if the one in force has passed
   */
  public <T, X extends Exception> T call(Duration wait, Body<T, X> body) throws X {
    return within(wait.isZero() ? limit : Duration.ofNanos(Nanos.of(limit) + Nanos.of(wait)), body);
  }

  private <T, X extends Exception> T within(Duration length, Body<T, X> body) throws X {
    Refusals.checkDeadline(publisher);
    Deadline end = Deadline.after(length, clock);
    try {
      return end.run(body);
    } finally {
      if (end.passed()) {
        exceeded.increment();
        publisher.exceeded(limit);
      }
    }
  }

  /** Describes it at one moment. */
  public TimeLimitSnapshot snapshot() {
    return new TimeLimitSnapshot(limit, exceeded.sum());
  }

  @Override
  public String toString() {
    return "time limit " + name() + " " + snapshot();
  }
}
