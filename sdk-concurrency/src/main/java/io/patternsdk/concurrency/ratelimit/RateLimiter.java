package io.patternsdk.concurrency.ratelimit;

import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Interrupted;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.concurrency.internal.Refusals;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Deadline.Body;
import io.patternsdk.core.Effect;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets calls start at a steady rate, after a pause a burst of them at once. In any stretch of time
 * no more start than the rate allows for it plus one burst. Those that come too early wait for
 * their turn for a limited time; nothing waits or starts past the ambient deadline.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.GuardExamplesTest" region="rate-limiter" :
 * RateLimiter limiter =
 *     RateLimiter.named("registry").rate(10, Duration.ofSeconds(1)).burst(20).build();
 * String value = limiter.call(() -> client.get(key));
 * }
 *
 * <p>Safe for use by any number of threads.
 */
public final class RateLimiter {
  private final long interval;
  private final long slack;
  private final long timeout;
  private final Clock clock;
  private final EventPublisher publisher;
  private final LongAdder refused = new LongAdder();

  /** When the burst will be whole again: each call that is let through moves it on. */
  private final AtomicLong full;

  private final ReturnedPermits returned = new ReturnedPermits();

  RateLimiter(long interval, int burst, long timeout, Clock clock, EventPublisher publisher) {
    this.interval = interval;
    this.slack = interval * (burst - 1);
    this.timeout = timeout;
    this.clock = clock;
    this.publisher = publisher;
    this.full = new AtomicLong(clock.nanoTime());
  }

  /** Begins to build one. */
  public static RateLimiterBuilder named(String name) {
    return new RateLimiterBuilder(name);
  }

  /** Returns its name. */
  public String name() {
    return publisher.name();
  }

  /**
   * Makes a call, waiting for its turn if need be.
   *
   * @throws RejectedException RATE if its turn is too far off, DEADLINE if it lies past the ambient
   *     deadline; both at once, without waiting, unless the wait took longer than it should
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while waiting
   */
  public <T, X extends Exception> T call(Body<T, X> body) throws X {
    Refusals.checkDeadline(publisher);
    acquire();
    return body.run();
  }

  /** Takes a turn if it is due now. */
  public boolean tryAcquire() {
    return tryAcquire(Duration.ZERO);
  }

  /**
   * Takes a turn that is due within {@code longest} and before the ambient deadline, and waits for
   * it; returns false at once if there is none, or later if the wait took longer than it should.
   *
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while waiting; the turn is
   *     given back
   */
  public boolean tryAcquire(Duration longest) {
    long wait = take(Math.min(Nanos.of(longest), Deadline.current().remainingNanos()));
    if (wait > 0) {
      refuse(Rejection.RATE);
      return false;
    }
    return wait == 0 || !Deadline.current().passed();
  }

  /**
   * Takes a turn, waiting until its timeout.
   *
   * @throws RejectedException RATE, which says when to come again, or DEADLINE; without waiting,
   *     unless the wait took longer than it should
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while waiting; the turn is
   *     given back
   */
  public void acquire() {
    long remaining = Deadline.current().remainingNanos();
    long wait = take(Math.min(timeout, remaining));
    if (wait > 0) {
      throw wait > remaining
          ? Refusals.deadline(publisher)
          : new RejectedException(
              refuse(Rejection.RATE),
              "the rate limit " + name() + " is used up",
              Duration.ofNanos(wait));
    }
    if (wait < 0) {
      Refusals.checkDeadline(publisher);
    }
  }

  /**
   * Takes a turn, waits for it and returns minus that wait, or takes none and returns how far off
   * it is. A turn is named by the time that {@link #full} showed: whoever begins between the slack
   * before it and itself keeps to the rate.
   */
  private long take(long longest) {
    while (true) {
      long was = full.get();
      long now =
          clock.nanoTime(); // after it: what somebody took later is not held against this one
      long next = was - now > 0 ? was : now;
      OptionalLong earlier = next - now > slack ? returned.earliest(now) : OptionalLong.empty();
      long turn = earlier.orElse(next);
      long wait = Math.max(0, turn - now - slack);
      if (wait > longest) {
        return wait;
      }
      if (earlier.isPresent() ? returned.remove(turn) : full.compareAndSet(was, turn + interval)) {
        await(turn, wait);
        return -wait;
      }
    }
  }

  private void await(long turn, long nanos) {
    if (nanos > 0) {
      try {
        clock.sleep(Duration.ofNanos(nanos));
      } catch (InterruptedException e) {
        giveBack(turn);
        throw Interrupted.during("while waiting for the rate limit " + name(), Effect.NONE, e);
      }
    }
  }

  /** Lets the next who comes have a turn; those who wait already keep theirs. */
  private void giveBack(long turn) {
    if (!full.compareAndSet(turn + interval, turn)) {
      returned.add(turn);
    }
  }

  private Rejection refuse(Rejection reason) {
    refused.increment();
    publisher.refused(reason);
    return reason;
  }

  /** Describes it at one moment. */
  public RateLimiterSnapshot snapshot() {
    long now = clock.nanoTime();
    long debt = Math.max(0, full.get() - now);
    long used = (debt + interval - 1) / interval;
    long burst = slack / interval + 1;
    long ahead = Math.min(debt, returned.earliest(now).orElse(now + debt) - now);
    return new RateLimiterSnapshot(
        (int) Math.max(0, burst - used) + returned.until(now, now + slack),
        Duration.ofNanos(Math.max(0, ahead - slack)),
        refused.sum());
  }

  @Override
  public String toString() {
    return "rate limit " + name() + " " + snapshot();
  }
}
