package io.patternsdk.concurrency;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code retry}.
 *
 * @param attempts the most attempts, the first included
 * @param backoff the bound of the first pause
 * @param maxBackoff what that grows to
 * @param timeLimit after which no attempt begins; null for none
 * @param budget how many repeats are allowed before any success; 0 for no budget
 * @param budgetShare how many repeats each success earns
 */
public record RetryConfig(
    int attempts,
    Duration backoff,
    Duration maxBackoff,
    @Nullable Duration timeLimit,
    int budget,
    double budgetShare) {
  private static final Duration LEAST = Duration.ofMillis(1);

  static @Nullable RetryConfig read(Settings settings) {
    Settings budget = settings.section("budget");
    boolean enabled = settings.bool("enabled").orElse(settings.present());
    int capacity = budget.integer("capacity").range(1, 1_000_000).orElse(100);
    RetryConfig config =
        new RetryConfig(
            settings.integer("attempts").range(1, 1_000).orElse(3),
            settings.duration("backoff").min(LEAST).orElse(Duration.ofMillis(50)),
            settings.duration("max_backoff").min(LEAST).orElse(Duration.ofSeconds(2)),
            settings.duration("time_limit").min(LEAST).orNull(),
            budget.bool("enabled").orElse(budget.present()) ? capacity : 0,
            budget.ratio("share").orElse(0.1));
    return enabled ? config : null;
  }

  /** Makes a retry with a budget of its own. */
  public Retry retry(String name, Clock clock, GuardListener listener) {
    RetryBuilder retry =
        Retry.named(name)
            .attempts(attempts)
            .backoff(backoff, maxBackoff)
            .clock(clock)
            .listener(listener);
    if (timeLimit != null) {
      retry.timeLimit(timeLimit);
    }
    if (budget > 0) {
      retry.budget(RetryBudget.of(budget, budgetShare));
    }
    return retry.build();
  }
}
