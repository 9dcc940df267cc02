package io.patternsdk.core.stream;

import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Operation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What became of each message of a batch. Immutable. */
public final class AppendResult {
  private final List<@Nullable Offset> offsets;
  private final Map<Integer, OperationException> failures;

  private AppendResult(List<@Nullable Offset> offsets, Map<Integer, OperationException> failures) {
    this.offsets = offsets;
    this.failures = failures;
  }

  /**
   * Returns the result of a batch.
   *
   * @param offsets where each message is, in the order of the batch; null for one that failed
   * @param failures why some were not appended, by their index in the batch
   */
  public static AppendResult of(
      List<@Nullable Offset> offsets, Map<Integer, OperationException> failures) {
    return new AppendResult(
        Collections.unmodifiableList(new ArrayList<>(offsets)),
        failures.isEmpty() ? Map.of() : new TreeMap<>(failures));
  }

  /** Returns the result in which all were appended, at these offsets. */
  public static AppendResult allAppended(List<Offset> offsets) {
    return new AppendResult(List.copyOf(offsets), Map.of());
  }

  /**
   * Returns the result of a batch, unless none of it can have been stored.
   *
   * @param offsets where each message is, in the order of the batch; null for one that failed
   * @param failures why some were not appended, by their index in the batch
   * @throws OperationException the first of the failures, if all failed and certainly did nothing
   */
  public static AppendResult settled(
      List<@Nullable Offset> offsets, Map<Integer, OperationException> failures) {
    boolean nothing =
        !failures.isEmpty()
            && failures.size() == offsets.size()
            && failures.values().stream().allMatch(failure -> failure.effect() == Effect.NONE);
    AppendResult result = of(offsets, failures);
    if (nothing) {
      throw result.failures.values().iterator().next();
    }
    return result;
  }

  /** Returns how many messages there were. */
  public int size() {
    return offsets.size();
  }

  /** Returns where the message at {@code index} of the batch is; empty if it was not appended. */
  public Optional<Offset> offset(int index) {
    return Optional.ofNullable(offsets.get(index));
  }

  /** Returns why the message at {@code index} was not appended; empty if it was. */
  public Optional<OperationException> failure(int index) {
    return Optional.ofNullable(failures.get(index));
  }

  /** Returns why some were not appended, by their index in the batch, in that order. */
  public Map<Integer, OperationException> failures() {
    return failures;
  }

  /** Returns how many were appended. */
  public int appended() {
    return size() - failures.size();
  }

  /** Returns the same as layers see it. */
  public Operation.Partial partial() {
    return new Operation.Partial(size(), failures.values());
  }
}
