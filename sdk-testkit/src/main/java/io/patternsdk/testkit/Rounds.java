package io.patternsdk.testkit;

import java.util.function.IntConsumer;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * How often a test that repeats itself does so: a few times in every build, many times when {@code
 * script/prove} asks for it.
 *
 * <p>System properties: {@code patternsdk.rounds} (default 3), {@code patternsdk.seeds} (default
 * 10), {@code patternsdk.histories} (default 1) and {@code patternsdk.seed}, which replays that one
 * seed only.
 */
public final class Rounds {
  private static final int DEFAULT_ROUNDS = 3;
  private static final int DEFAULT_SEEDS = 10;
  // Spreads the seeds over all bits.
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private Rounds() {}

  /** How many rounds to run: at least 1. */
  public static int count() {
    return Math.max(1, Integer.getInteger("patternsdk.rounds", DEFAULT_ROUNDS));
  }

  /** Runs {@code round} with 0, 1, 2 and so on; the first failure names its round and ends all. */
  public static void each(IntConsumer round) {
    for (int number = 0; number < count(); number++) {
      try {
        round.accept(number);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("round " + number + " of " + count() + ": " + e, e);
      }
    }
  }

  /** The seeds to try, at least 1, the same ones in each run with the same base. */
  public static LongStream seeds() {
    return seeds(Math.max(1, Integer.getInteger("patternsdk.seeds", DEFAULT_SEEDS)));
  }

  private static LongStream seeds(int count) {
    Long only = Long.getLong("patternsdk.seed");
    long base = Long.getLong("patternsdk.base", 0);
    return only != null
        ? LongStream.of(only)
        : LongStream.rangeClosed(1, count).map(number -> (base + number) * SPREAD);
  }

  /** Runs {@code trial} with every seed; the first failure says how to replay it and ends all. */
  public static void eachSeed(LongConsumer trial) {
    each(seeds(), trial);
  }

  /** How many histories of a backend to make: at least 1, since each takes seconds. */
  public static int histories() {
    return Math.max(1, Integer.getInteger("patternsdk.histories", 1));
  }

  /** Like {@link #eachSeed}, with as many seeds as there are histories to make. */
  public static void eachHistory(LongConsumer trial) {
    each(seeds(histories()), trial);
  }

  private static void each(LongStream seeds, LongConsumer trial) {
    seeds.forEach(
        seed -> {
          try {
            trial.accept(seed);
          } catch (RuntimeException | AssertionError e) {
            throw new AssertionError(
                "seed " + seed + " (replay with -Dpatternsdk.seed=" + seed + "): " + e, e);
          }
        });
  }
}
