package io.patternsdk.core.pubsub;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.layer.Operation;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of each message of a batch.
 *
 * @param size how many there were
 * @param failures why some were not published, by their index in the batch
 */
public record PublishResult(int size, Map<Integer, OperationException> failures) {

  /** Copies the failures, in order of index. */
  public PublishResult {
    failures = failures.isEmpty() ? Map.of() : new TreeMap<>(failures);
  }

  /** Returns the result in which all were published. */
  public static PublishResult allPublished(int size) {
    return new PublishResult(size, Map.of());
  }

  /** Returns why the message at {@code index} was not published; empty if it was. */
  public Optional<OperationException> failure(int index) {
    return Optional.ofNullable(failures.get(index));
  }

  /** Returns the same as layers see it. */
  public Operation.Partial partial() {
    return new Operation.Partial(size, failures.values());
  }

  /** Returns how many were published. */
  public int published() {
    return size - failures.size();
  }
}
