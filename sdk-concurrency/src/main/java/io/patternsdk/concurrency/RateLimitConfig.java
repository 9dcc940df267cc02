package io.patternsdk.concurrency;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code rate_limit}.
 *
 * @param rate calls a second
 * @param burst how many may start at once after a pause
 * @param timeout how long a call waits for its turn
 */
public record RateLimitConfig(double rate, int burst, Duration timeout) {

  static @Nullable RateLimitConfig read(Settings settings) {
    if (!settings.bool("enabled").orElse(settings.present())) {
      settings.decimal("rate").orNull();
      settings.integer("burst").orNull();
      settings.duration("timeout").orNull();
      return null;
    }
    double rate = settings.decimal("rate").range(0.000_1, 1_000_000.0).required();
    return new RateLimitConfig(
        rate,
        settings.integer("burst").range(1, 10_000).orElse((int) Math.clamp(rate, 1, 10_000)),
        settings.duration("timeout").orElse(Duration.ofSeconds(5)));
  }

  /** Makes a rate limiter. */
  public RateLimiter rateLimiter(String name, Clock clock, GuardListener listener) {
    return RateLimiter.named(name)
        .rate(rate, Duration.ofSeconds(1))
        .burst(burst)
        .longestWait(timeout)
        .clock(clock)
        .listener(listener)
        .build();
  }
}
