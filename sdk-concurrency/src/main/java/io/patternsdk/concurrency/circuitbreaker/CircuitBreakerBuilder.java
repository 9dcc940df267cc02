package io.patternsdk.concurrency.circuitbreaker;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.core.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Builds circuit breakers. Without any rule it opens after 5 failures in a row. Not for use by
 * several threads; each {@link #build} makes another breaker.
 */
public final class CircuitBreakerBuilder {
  private static final int LONGEST_WINDOW = 1_000_000;
  private static final Duration SHORTEST_TRIAL_TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_FAILURES = 5;

  private final String name;
  private @Nullable Integer maxFailures;
  private @Nullable Double failureRate;
  private @Nullable Double slowCallRate;
  private Duration slowCallDuration = Duration.ofSeconds(1);
  private int window = 100;
  private @Nullable Duration windowTime;
  private int minCalls = 20;
  private Duration resetTimeout = Duration.ofSeconds(30);
  private @Nullable Duration maxResetTimeout;
  private int halfOpenTrials = 1;
  private @Nullable Duration trialTimeout;
  private Classifier classifier = Classifier.standard();
  private Clock clock = Clock.system();
  private GuardListener listener = GuardListener.none();

  CircuitBreakerBuilder(String name) {
    this.name = name;
  }

  /**
   * Opens it after so many failures in a row; then one failed trial also opens it again. 5 unless
   * said otherwise, and no such rule beside a rate.
   */
  public CircuitBreakerBuilder maxFailures(int failures) {
    maxFailures = Nanos.atLeastOne("max failures", failures);
    return this;
  }

  /** Opens it when this share of the window failed, more than 0 and at most 1, to a millionth. */
  public CircuitBreakerBuilder failureRate(double share) {
    failureRate = share("failure rate", share);
    return this;
  }

  /** Opens it when this share of the window was slow, more than 0 and at most 1, to a millionth. */
  public CircuitBreakerBuilder slowCallRate(double share) {
    slowCallRate = share("slow-call rate", share);
    return this;
  }

  /** A call that took longer is slow; 1 s unless said otherwise. */
  public CircuitBreakerBuilder slowCallDuration(Duration duration) {
    slowCallDuration = Nanos.positive("slow-call duration", duration);
    return this;
  }

  /** Judges rates by the last so many calls; 100 unless said otherwise, at most a million. */
  public CircuitBreakerBuilder window(int calls) {
    if (calls > LONGEST_WINDOW) {
      throw new IllegalArgumentException("window is " + calls + "; at most a million works");
    }
    window = Nanos.atLeastOne("window", calls);
    windowTime = null;
    return this;
  }

  /**
   * Judges rates by the calls that ended in the last {@code length}, in place of a number of calls.
   * It moves on in tenths: it is never longer, and up to one tenth shorter. At least one second.
   */
  public CircuitBreakerBuilder windowTime(Duration length) {
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("window is " + length + "; at least 1 s is right");
    }
    windowTime = length;
    return this;
  }

  /** Judges no rate by fewer calls; 20 unless said otherwise, never more than a count window. */
  public CircuitBreakerBuilder minCalls(int calls) {
    minCalls = Nanos.atLeastOne("min calls", calls);
    return this;
  }

  /** Refuses for so long before it lets trials through; 30 s unless said otherwise. */
  public CircuitBreakerBuilder resetTimeout(Duration timeout) {
    resetTimeout = Nanos.positive("reset timeout", timeout);
    return this;
  }

  /**
   * Doubles the reset timeout with each round of trials that fails, up to this; no shorter than it,
   * and the same unless said otherwise.
   */
  public CircuitBreakerBuilder maxResetTimeout(Duration longest) {
    maxResetTimeout = Nanos.positive("max reset timeout", longest);
    return this;
  }

  /** Lets so many calls through when half-open; 1 unless said otherwise. */
  public CircuitBreakerBuilder halfOpenTrials(int calls) {
    halfOpenTrials = Nanos.atLeastOne("half-open trials", calls);
    return this;
  }

  /**
   * Gives up trials that have not ended after this, and begins others. It has to be longer than a
   * call may take: what has been given up decides nothing. By default it is the reset timeout, and
   * 30 s where that is shorter.
   */
  public CircuitBreakerBuilder trialTimeout(Duration limit) {
    trialTimeout = Nanos.positive("trial timeout", limit);
    return this;
  }

  /** Judges outcomes in another way than {@link Classifier#standard}. */
  public CircuitBreakerBuilder classifier(Classifier classifier) {
    this.classifier = classifier;
    return this;
  }

  /** Takes another clock than the machine's. */
  public CircuitBreakerBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Tells somebody about changes and refusals. */
  public CircuitBreakerBuilder listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /**
   * Makes one, closed.
   *
   * @throws IllegalArgumentException if the longest reset timeout is shorter than the reset timeout
   */
  public CircuitBreaker build() {
    EventPublisher publisher = new EventPublisher(name, listener);
    return new CircuitBreaker(
        rules(), CarefulClassifier.of(classifier, publisher), clock, publisher);
  }

  private BreakerRules rules() {
    Duration longest = maxResetTimeout == null ? resetTimeout : maxResetTimeout;
    Nanos.inOrder("reset timeout", resetTimeout, "max reset timeout", longest);
    return new BreakerRules(
        maxFailures(),
        millionths(failureRate),
        millionths(slowCallRate),
        Nanos.of(slowCallDuration),
        window,
        windowTime,
        windowTime == null ? Math.min(minCalls, window) : minCalls,
        Nanos.of(resetTimeout),
        Nanos.of(longest),
        halfOpenTrials,
        Nanos.of(trialTimeout()));
  }

  private int maxFailures() {
    if (maxFailures != null) {
      return maxFailures;
    }
    return failureRate == null && slowCallRate == null ? MAX_FAILURES : 0;
  }

  private Duration trialTimeout() {
    if (trialTimeout != null) {
      return trialTimeout;
    }
    return resetTimeout.compareTo(SHORTEST_TRIAL_TIMEOUT) < 0
        ? SHORTEST_TRIAL_TIMEOUT
        : resetTimeout;
  }

  private static double share(String what, double share) {
    long millionths = millionths(share);
    if (millionths < 1 || millionths > BreakerRules.WHOLE) {
      throw new IllegalArgumentException(what + " is " + share + "; more than 0, at most 1 works");
    }
    return share;
  }

  private static long millionths(@Nullable Double share) {
    return share == null ? 0 : Math.round(share * BreakerRules.WHOLE);
  }
}
