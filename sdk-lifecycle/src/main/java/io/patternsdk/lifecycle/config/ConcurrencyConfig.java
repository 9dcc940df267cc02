package io.patternsdk.lifecycle.config;

import io.patternsdk.concurrency.config.GuardConfig;
import io.patternsdk.core.ByteBudget;
import io.patternsdk.core.config.Settings;

/**
 * How much the pattern does at once.
 *
 * @param workers how many workers the pattern may use
 * @param bufferMemory how many bytes may wait for subscribers, clients and listings at one time
 * @param guard what every call to a backend passes, where its slot says nothing else
 */
public record ConcurrencyConfig(int workers, long bufferMemory, GuardConfig guard) {

  static ConcurrencyConfig from(Settings s) {
    return new ConcurrencyConfig(
        s.integer("workers").range(1, 10_000).orElse(10),
        s.size("buffer_memory").range(1L << 20, 1L << 40).orElse(ByteBudget.ofHeap().capacity()),
        GuardConfig.from(s, GuardConfig.STANDARD));
  }
}
