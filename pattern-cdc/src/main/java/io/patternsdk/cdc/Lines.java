package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which rows have something parked, and up to where. For one thread at a time. */
final class Lines {
  private final Map<RowKey, FeedPosition> rows = new HashMap<>();
  private final Map<TableName, FeedPosition> any = new HashMap<>();

  /** Adds a change behind all others. */
  void add(Collection<RowKey> keys, FeedPosition position) {
    for (RowKey key : keys) {
      rows.put(key, position);
      any.put(key.table(), position);
    }
  }

  /** Returns where the last change is that one of these rows has to stay behind. */
  Optional<FeedPosition> last(Collection<RowKey> keys) {
    Optional<FeedPosition> last = Optional.empty();
    for (RowKey key : keys) {
      last = later(last, key.isWhole() ? any.get(key.table()) : rows.get(key));
      last = later(last, rows.get(new RowKey(key.table(), "")));
    }
    return last;
  }

  private static Optional<FeedPosition> later(
      Optional<FeedPosition> one, @Nullable FeedPosition other) {
    return other == null || (one.isPresent() && !other.after(one.get())) ? one : Optional.of(other);
  }

  /** Tells whether one of these rows has to wait. */
  boolean meet(Collection<RowKey> keys) {
    return last(keys).isPresent();
  }
}
