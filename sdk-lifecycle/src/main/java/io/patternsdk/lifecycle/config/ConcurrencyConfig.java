package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;

/**
 * How much the pattern does at once.
 *
 * @param workers how many workers the pattern may use
 * @param queue how many tasks may wait for a worker before the next is refused
 * @param guard what every call to a backend passes, where its slot says nothing else
 */
public record ConcurrencyConfig(int workers, int queue, GuardConfig guard) {

  static ConcurrencyConfig from(Settings s) {
    return new ConcurrencyConfig(
        s.integer("workers").range(1, 10_000).orElse(10),
        s.integer("queue").range(0, 10_000_000).orElse(10_000),
        GuardConfig.from(s, GuardConfig.STANDARD));
  }
}
