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
  private static final Duration SHORTEST_TRIAL_LIMIT = Duration.ofSeconds(30);

  private final String name;
  private int consecutiveFailures;
  private long failureRate;
  private long slowRate;
  private Duration slowAfter = Duration.ofSeconds(1);
  private int windowCalls = 100;
  private @Nullable Duration windowTime;
  private int minimumCalls = 10;
  private Duration wait = Duration.ofSeconds(30);
  private @Nullable Duration longestWait;
  private int trials = 1;
  private @Nullable Duration trialLimit;
  private Classifier classifier = Classifier.standard();
  private Clock clock = Clock.system();
  private GuardListener listener = GuardListener.none();

  CircuitBreakerBuilder(String name) {
    this.name = name;
  }

  /** Opens it after so many failures in a row; then one failed trial also opens it again. */
  public CircuitBreakerBuilder consecutiveFailures(int failures) {
    consecutiveFailures = Nanos.atLeastOne("consecutive failures", failures);
    return this;
  }

  /** Opens it when this share of the window failed, more than 0 and at most 1, to a millionth. */
  public CircuitBreakerBuilder failureRate(double share) {
    failureRate = millionths("failure rate", share);
    return this;
  }

  /** Opens it when this share of the window took longer than {@code slowAfter}. */
  public CircuitBreakerBuilder slowCallRate(double share, Duration slowAfter) {
    slowRate = millionths("slow-call rate", share);
    this.slowAfter = Nanos.positive("slow-call duration", slowAfter);
    return this;
  }

  /** Judges rates by the last so many calls; 100 unless said otherwise, at most a million. */
  public CircuitBreakerBuilder window(int calls) {
    if (calls > LONGEST_WINDOW) {
      throw new IllegalArgumentException("window is " + calls + "; at most a million works");
    }
    windowCalls = Nanos.atLeastOne("window", calls);
    windowTime = null;
    return this;
  }

  /**
   * Judges rates by the calls that ended in the last {@code length}. It moves on in tenths: it is
   * never longer, and up to one tenth shorter. At least one second.
   */
  public CircuitBreakerBuilder window(Duration length) {
    if (length.compareTo(Duration.ofSeconds(1)) < 0) {
      throw new IllegalArgumentException("window is " + length + "; at least 1 s is right");
    }
    windowTime = length;
    return this;
  }

  /** Judges no rate by fewer calls; 10 unless said otherwise, never more than a count window. */
  public CircuitBreakerBuilder minimumCalls(int calls) {
    minimumCalls = Nanos.atLeastOne("minimum calls", calls);
    return this;
  }

  /** Refuses for so long before it lets trials through; 30 s unless said otherwise. */
  public CircuitBreakerBuilder wait(Duration wait) {
    this.wait = Nanos.positive("wait", wait);
    return this;
  }

  /** Doubles the wait with each round of trials that fails, up to this; no shorter than it. */
  public CircuitBreakerBuilder longestWait(Duration longest) {
    longestWait = Nanos.positive("longest wait", longest);
    return this;
  }

  /** Lets so many calls through when half-open; 1 unless said otherwise. */
  public CircuitBreakerBuilder trials(int calls) {
    trials = Nanos.atLeastOne("trials", calls);
    return this;
  }

  /**
   * Gives up trials that have not ended after this, and begins others. It has to be longer than a
   * call may take: what has been given up decides nothing. By default it is the wait, and 30 s
   * where that is shorter.
   */
  public CircuitBreakerBuilder trialLimit(Duration limit) {
    trialLimit = Nanos.positive("trial limit", limit);
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
   * @throws IllegalArgumentException if the longest wait is shorter than the wait
   */
  public CircuitBreaker build() {
    EventPublisher publisher = new EventPublisher(name, listener);
    return new CircuitBreaker(
        rules(), CarefulClassifier.of(classifier, publisher), clock, publisher);
  }

  private BreakerRules rules() {
    Nanos.inOrder("wait", wait, "longest wait", longestWait == null ? wait : longestWait);
    boolean bare = consecutiveFailures == 0 && failureRate == 0 && slowRate == 0;
    return new BreakerRules(
        bare ? 5 : consecutiveFailures,
        failureRate,
        slowRate,
        Nanos.of(slowAfter),
        windowCalls,
        windowTime,
        windowTime == null ? Math.min(minimumCalls, windowCalls) : minimumCalls,
        Nanos.of(wait),
        Nanos.of(longestWait == null ? wait : longestWait),
        trials,
        trialLimit == null
            ? Math.max(Nanos.of(wait), Nanos.of(SHORTEST_TRIAL_LIMIT))
            : Nanos.of(trialLimit));
  }

  private static long millionths(String what, double share) {
    long millionths = Math.round(share * BreakerRules.WHOLE);
    if (millionths < 1 || millionths > BreakerRules.WHOLE) {
      throw new IllegalArgumentException(what + " is " + share + "; more than 0, at most 1 works");
    }
    return millionths;
  }
}
