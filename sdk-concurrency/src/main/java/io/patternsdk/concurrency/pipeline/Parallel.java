package io.patternsdk.concurrency.pipeline;

import io.patternsdk.concurrency.internal.Nanos;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How many items a stage works on at once, which of them, and in which order it hands them on.
 * Immutable.
 *
 * @param workers how many at once, each on a thread of its own
 * @param keyOf items of equal key are worked on one after the other, in their order; absent if any
 *     items may be worked on at once. Called by one thread at a time; what it throws, or the key's
 *     own methods, is a failure of the item. A key must not change
 * @param inOrder whether results go on in the order of their items, so that a slow one holds up
 *     those after it, as many as the stage's buffer holds; if not, as they come
 * @param <T> the items
 */
public record Parallel<T>(int workers, @Nullable Function<? super T, ?> keyOf, boolean inOrder) {

  /** Checks the number. */
  public Parallel {
    Nanos.atLeastOne("workers", workers);
  }

  /** Any items at once; results go on as they come. */
  public static <T> Parallel<T> unordered(int workers) {
    return new Parallel<>(workers, null, false);
  }

  /** Any items at once; results go on in the order of their items. */
  public static <T> Parallel<T> ordered(int workers) {
    return new Parallel<>(workers, null, true);
  }

  /**
   * Items of different keys at once; results go on as they come, those of one key in their order.
   */
  public static <T> Parallel<T> byKey(int workers, Function<? super T, ?> keyOf) {
    return new Parallel<>(workers, keyOf, false);
  }

  /** Returns the same with results in the order of their items. */
  public Parallel<T> ordered() {
    return new Parallel<>(workers, keyOf, true);
  }
}
