package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.BreakerState;
import io.patternsdk.concurrency.BreakerTrip;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Refusals;
import io.patternsdk.concurrency.internal.SpinThenParkLock;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline.Body;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Stops calling what keeps failing, and tries again later with a few calls.
 *
 * <p>Closed, it counts outcomes and opens when a rule is broken: failures in a row, or a share of
 * failures or of slow calls in a window. Open, it refuses until its wait is over. Half-open, it
 * lets a limited number of trials through: it closes if they went well, else it waits again. An
 * outcome counts only in the stay in a state that admitted its call, so a late one changes nothing.
 *
 * {@snippet class="io.patternsdk.concurrency.examples.GuardExamplesTest" region="circuit-breaker" :
 * CircuitBreaker breaker =
 *     CircuitBreaker.named("registry")
 *         .maxFailures(5)
 *         .resetTimeout(Duration.ofSeconds(30))
 *         .build();
 * String value = breaker.call(() -> client.get(key));
 * }
 *
 * <p>Safe for use by any number of threads. It never waits and needs no thread.
 */
public final class CircuitBreaker {
  private final BreakerRules rules;
  private final Classifier classifier;
  private final Clock clock;
  private final EventPublisher publisher;
  private final RejectedException wasOpen;
  private final RejectedException isOnTrial;
  private final TripLog trips = new TripLog();
  private final LongAdder refused = new LongAdder();
  private final SpinThenParkLock lock = new SpinThenParkLock();
  private final long madeAt;
  private volatile BreakerPhase phase;

  CircuitBreaker(BreakerRules rules, Classifier classifier, Clock clock, EventPublisher publisher) {
    this.rules = rules;
    this.classifier = classifier;
    this.clock = clock;
    this.publisher = publisher;
    this.wasOpen = refusal(Rejection.OPEN, " was open a moment ago");
    this.isOnTrial = refusal(Rejection.HALF_OPEN, " is half-open, its trials are under way");
    this.madeAt = clock.nanoTime();
    this.phase = new Closed(this);
  }

  /** Begins to build one. */
  public static CircuitBreakerBuilder named(String name) {
    return new CircuitBreakerBuilder(name);
  }

  /** Returns its name. */
  public String name() {
    return publisher.name();
  }

  /** Returns its state. An open breaker whose wait is over is open until somebody calls. */
  public BreakerState state() {
    return phase.state();
  }

  /**
   * Makes a call.
   *
   * @throws RejectedException OPEN or HALF_OPEN if it refuses, DEADLINE if the ambient deadline has
   *     passed
   */
  public <T, X extends Exception> T call(Body<T, X> body) throws X {
    Refusals.checkDeadline(publisher);
    Permit permit = acquire();
    long begun = permit.begin();
    Outcome outcome = Outcome.IGNORED;
    try {
      T result = body.run();
      outcome = classifier.ofResult(result);
      return result;
    } catch (Throwable failure) {
      outcome = classifier.ofFailure(failure);
      throw failure;
    } finally {
      permit.end(outcome, begun);
    }
  }

  /** Asks for leave to make one call, without a look at the deadline; null if it refuses. */
  public @Nullable Permit tryAcquire() {
    Permit permit = phase.tryAcquire();
    if (permit == null) {
      refuse();
    }
    return permit;
  }

  /**
   * Asks for leave to make one call, without a look at the deadline.
   *
   * @throws RejectedException if it refuses: OPEN, which says when its wait will be over, or
   *     HALF_OPEN; one object for many calls
   */
  public Permit acquire() {
    Permit permit = phase.tryAcquire();
    if (permit == null) {
      throw refuse();
    }
    return permit;
  }

  /** Returns why it refuses, by the state that it is in now. */
  private RejectedException refuse() {
    refused.increment();
    RejectedException refusal = phase.refusal();
    publisher.refused(refusal.reason());
    return refusal;
  }

  private RejectedException refusal(Rejection reason, String state) {
    return RejectedException.shared(reason, "the circuit breaker " + name() + state);
  }

  /** Closes it with an empty window, whatever its state. */
  public void reset() {
    order(new Closed(this));
  }

  /** Refuses everything until {@link #reset}. */
  public void forceOpen() {
    order(new ForcedState(BreakerState.FORCED_OPEN, refusal(Rejection.OPEN, " was forced open")));
  }

  /** Lets everything through and counts nothing until {@link #reset}. */
  public void disable() {
    order(new ForcedState(BreakerState.DISABLED, wasOpen));
  }

  /** Describes it at one moment. */
  public BreakerSnapshot snapshot() {
    lock();
    try {
      return phase.snapshot(trips, refused.sum());
    } finally {
      unlock();
    }
  }

  @Override
  public String toString() {
    return "circuit breaker " + name() + " " + snapshot();
  }

  private void order(BreakerPhase next) {
    BreakerPhase old;
    lock();
    try {
      old = phase;
      phase = next;
    } finally {
      unlock();
    }
    announce(old, next.state(), null);
  }

  Clock clock() {
    return clock;
  }

  /** Returns a time that is not after any other that its clock shows. */
  long madeAt() {
    return madeAt;
  }

  BreakerRules rules() {
    return rules;
  }

  /** Returns how it judges outcomes; for whoever ends permits by itself. */
  public Classifier classifier() {
    return classifier;
  }

  /** What whoever was refused is told if it is open no more when he is told. */
  RejectedException wasOpen() {
    return wasOpen;
  }

  RejectedException isOnTrial() {
    return isOnTrial;
  }

  BreakerPhase phase() {
    return phase;
  }

  void lock() {
    lock.lock();
  }

  void unlock() {
    lock.unlock();
  }

  /** Tells whether it still is in a stay; the lock is held. */
  @SuppressWarnings("ReferenceEquality") // a stay is its object
  boolean isIn(BreakerPhase stay) {
    return phase == stay;
  }

  /** Moves on; the lock is held. Returns true. */
  boolean enter(BreakerPhase next) {
    phase = next;
    return true;
  }

  /** Opens; the lock is held. */
  void open(BreakerTrip trip, Open next) {
    trips.add(trip);
    phase = next;
  }

  /** Tells of a change, if there was one, and why it opened. */
  void announce(BreakerPhase from, BreakerState to, @Nullable BreakerTrip trip) {
    publisher.changed(from.state(), to);
    if (trip != null) {
      publisher.opened(trip);
    }
  }
}
