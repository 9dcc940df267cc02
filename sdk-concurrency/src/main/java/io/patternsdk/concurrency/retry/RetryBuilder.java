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
  private int maxAttempts = 3;
  private Duration initialDelay = Duration.ofMillis(100);
  private Duration maxDelay = Duration.ofSeconds(2);
  private @Nullable Duration maxDuration;
  private RetryRule rule = RetryRule.standard();
  private @Nullable RetryBudget budget;
  private Clock clock = Clock.system();
  private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();
  private GuardListener listener = GuardListener.none();

  RetryBuilder(String name) {
    this.name = name;
  }

  /** How many attempts it makes at most, the first included; 3 unless said otherwise. */
  public RetryBuilder maxAttempts(int attempts) {
    maxAttempts = Nanos.atLeastOne("max attempts", attempts);
    return this;
  }

  /**
   * The bound of the first pause, which doubles with each attempt; 100 ms unless said otherwise. A
   * pause is anything below its bound, each value as likely.
   */
  public RetryBuilder initialDelay(Duration bound) {
    initialDelay = Nanos.positive("initial delay", bound);
    return this;
  }

  /**
   * The most that the bound of a pause grows to; 2 s unless said otherwise. A failure that asks for
   * a longer pause is not repeated.
   */
  public RetryBuilder maxDelay(Duration bound) {
    maxDelay = Nanos.positive("max delay", bound);
    return this;
  }

  /** Begins no further attempt when so much time has passed since the first; none by default. */
  public RetryBuilder maxDuration(Duration limit) {
    maxDuration = Nanos.positive("max duration", limit);
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

  /**
   * Makes one.
   *
   * @throws IllegalArgumentException if the largest delay is shorter than the initial one
   */
  public Retry build() {
    Nanos.inOrder("initial delay", initialDelay, "max delay", maxDelay);
    RetryLimits limits =
        new RetryLimits(
            maxAttempts,
            Nanos.of(initialDelay),
            Nanos.of(maxDelay),
            maxDuration == null ? 0 : Nanos.of(maxDuration));
    return new Retry(limits, rule, budget, clock, random, new EventPublisher(name, listener));
  }
}
