package io.patternsdk.concurrency.bulkhead;

import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Interrupted;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.concurrency.internal.Refusals;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Deadline.Body;
import io.patternsdk.core.Effect;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Lets a limited number of calls run at once, so that one slow backend cannot take every thread.
 * Those that find it full wait for a limited time, never past the ambient deadline.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.GuardExamplesTest" region="bulkhead" :
 * Bulkhead bulkhead = Bulkhead.of("registry", 100, Duration.ofSeconds(5));
 * String value = bulkhead.call(() -> client.get(key));
 * }
 *
 * <p>Safe for use by any number of threads.
 */
public final class Bulkhead {
  private final StripedPermits permits;
  private final ResizableSemaphore semaphore;
  private final long timeout;
  private final EventPublisher publisher;
  private final LongAdder refused = new LongAdder();

  Bulkhead(
      StripedPermits permits,
      ResizableSemaphore semaphore,
      long timeout,
      EventPublisher publisher) {
    this.permits = permits;
    this.semaphore = semaphore;
    this.timeout = timeout;
    this.publisher = publisher;
  }

  /** Makes one that serves in the order of arrival. */
  public static Bulkhead of(String name, int capacity, Duration timeout) {
    return named(name).capacity(capacity).timeout(timeout).build();
  }

  /** Begins to build one. */
  public static BulkheadBuilder named(String name) {
    return new BulkheadBuilder(name);
  }

  /** Returns its name. */
  public String name() {
    return publisher.name();
  }

  /**
   * Makes a call, waiting for a permit if need be.
   *
   * @throws RejectedException FULL after its timeout, DEADLINE at the ambient deadline
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while waiting
   */
  public <T, X extends Exception> T call(Body<T, X> body) throws X {
    Refusals.checkDeadline(publisher);
    acquire();
    try {
      return body.run();
    } finally {
      release();
    }
  }

  /** Takes a permit if one is free now. Whoever got it gives it back by {@link #release}. */
  public boolean tryAcquire() {
    boolean acquired = take();
    if (!acquired) {
      refuse(Rejection.FULL);
    }
    return acquired;
  }

  /**
   * Takes a permit, waiting at most {@code longest} and never past the ambient deadline.
   *
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while waiting
   */
  public boolean tryAcquire(Duration longest) {
    boolean acquired = take() || await(Math.min(Nanos.of(longest), remaining()));
    if (!acquired) {
      refuse(Rejection.FULL);
    }
    return acquired;
  }

  /**
   * Takes a permit, waiting until its timeout; one that is free without a look at the deadline.
   *
   * @throws RejectedException FULL after its timeout, DEADLINE at the ambient deadline
   * @throws io.patternsdk.core.BackendException CANCELLED if interrupted while waiting
   */
  public void acquire() {
    if (!take()) {
      acquireLater();
    }
  }

  private boolean take() {
    return permits.tryAcquireNear() || semaphore.tryAcquire();
  }

  private void acquireLater() {
    long remaining = remaining();
    if (!await(Math.min(timeout, remaining))) {
      throw remaining <= timeout ? Refusals.deadline(publisher) : full();
    }
    if (Deadline.current().passed()) {
      release();
      throw Refusals.deadline(publisher);
    }
  }

  private RejectedException full() {
    refuse(Rejection.FULL);
    String message = "the bulkhead " + name() + " is full";
    return timeout > 0
        ? RejectedException.afterWait(Rejection.FULL, message)
        : new RejectedException(Rejection.FULL, message);
  }

  private boolean await(long nanos) {
    try {
      return nanos > 0 && semaphore.tryAcquire(nanos);
    } catch (InterruptedException e) {
      throw Interrupted.during("while waiting for the bulkhead " + name(), Effect.NONE, e);
    }
  }

  /**
   * Gives a permit back; any thread may do so.
   *
   * @throws IllegalStateException if none was taken
   */
  public void release() {
    if (!permits.tryReleaseNear()) {
      semaphore.release();
    }
  }

  /** Changes the capacity. Those inside stay; shrinking takes effect as they leave. */
  public void resize(int capacity) {
    semaphore.resize(Nanos.atLeastOne("capacity", capacity));
  }

  /** Describes it at one moment. */
  public BulkheadSnapshot snapshot() {
    return new BulkheadSnapshot(
        permits.capacity(), permits.taken(), semaphore.waiting(), refused.sum());
  }

  @Override
  public String toString() {
    return "bulkhead " + name() + " " + snapshot();
  }

  private Rejection refuse(Rejection reason) {
    refused.increment();
    publisher.refused(reason);
    return reason;
  }

  private static long remaining() {
    return Deadline.current().remainingNanos();
  }
}
