package io.patternsdk.concurrency.retry;

import io.patternsdk.concurrency.GuardListener;
import io.patternsdk.concurrency.internal.EventPublisher;
import io.patternsdk.concurrency.internal.Nanos;
import io.patternsdk.core.Clock;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** Builds retries. Not for use by several threads; each {@link #build} makes another one. */
public final class RetryBuilder {
  private final String name;
  private int attempts = 3;
  private Duration backoff = Duration.ofMillis(50);
  private Duration longestBackoff = Duration.ofSeconds(2);
  private @Nullable Duration timeLimit;
  private RetryRule rule = RetryRule.standard();
  private @Nullable RetryBudget budget;
  private Clock clock = Clock.system();
  private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
  private GuardListener listener = GuardListener.none();

  RetryBuilder(String name) {
    this.name = name;
  }

  /** How many attempts it makes at most, the first included; 3 unless said otherwise. */
  public RetryBuilder attempts(int attempts) {
    this.attempts = Nanos.atLeastOne("attempts", attempts);
    return this;
  }

  /**
   * The bound of the first pause, which doubles with each attempt, and the most it grows to; 50 ms
   * and 2 s unless said otherwise. A pause is anything below its bound, each value as likely. A
   * failure that asks for a longer pause than {@code longest} is not repeated.
   */
  public RetryBuilder backoff(Duration first, Duration longest) {
    Nanos.inOrder("first backoff", Nanos.positive("backoff", first), "longest", longest);
    backoff = first;
    longestBackoff = longest;
    return this;
  }

  /** Begins no further attempt when so much time has passed since the first; none by default. */
  public RetryBuilder timeLimit(Duration limit) {
    timeLimit = Nanos.positive("time limit", limit);
    return this;
  }

  /** Judges failures in another way than {@link RetryRule#standard}. */
  public RetryBuilder rule(RetryRule rule) {
    this.rule = rule;
    return this;
  }

  /** Takes each repeat out of a budget, which others may share; none by default. */
  public RetryBuilder budget(RetryBudget budget) {
    this.budget = budget;
    return this;
  }

  /** Takes another clock than the machine's. */
  public RetryBuilder clock(Clock clock) {
    this.clock = clock;
    return this;
  }

  /** Takes another source of numbers from 0 to 1, 1 excluded, for the pauses. */
  public RetryBuilder random(DoubleSupplier random) {
    this.random = random;
    return this;
  }

  /** Tells somebody about repeats. */
  public RetryBuilder listener(GuardListener listener) {
    this.listener = listener;
    return this;
  }

  /** Makes one. */
  public Retry build() {
    RetryLimits limits =
        new RetryLimits(
            attempts,
            Nanos.of(backoff),
            Nanos.of(longestBackoff),
            timeLimit == null ? 0 : Nanos.of(timeLimit));
    return new Retry(limits, rule, budget, clock, random, new EventPublisher(name, listener));
  }
}
