package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.table.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A destination that refuses some changes: all that it gets with them, as tables do, or those of
 * the same rows behind them, as streams do.
 */
final class PickyDestination implements Destination {
  final List<FeedPosition> seen = new ArrayList<>();
  final Set<FeedPosition> refused = new HashSet<>();
  Fuse fuse = new Fuse(-1);
  private final boolean whole;
  private Optional<FeedPosition> position = Optional.empty();

  PickyDestination(boolean whole) {
    this.whole = whole;
  }

  Optional<FeedPosition> position() {
    return position;
  }

  @Override
  public Optional<FeedPosition> lead(long epoch) {
    return fuse.around(() -> position);
  }

  @Override
  public void deliver(List<Change> changes, Optional<FeedPosition> through) {
    boolean bad = changes.stream().anyMatch(change -> refused.contains(change.position()));
    boolean unused =
        fuse.around(
            () -> {
              if (!(whole && bad)) {
                take(changes);
              }
              if (!bad) {
                position = through.isPresent() ? through : position;
              }
              return bad;
            });
    if (bad) {
      throw new BackendException(ErrorKind.INVALID_ARGUMENT, "does not fit");
    }
  }

  private void take(List<Change> changes) {
    Lines behind = new Lines();
    for (Change change : changes) {
      Set<RowKey> rows = RowKey.of(change);
      if (refused.contains(change.position()) || behind.meet(rows)) {
        behind.add(rows, change.position());
      } else {
        seen.add(change.position());
      }
    }
  }

  @Override
  public void complete(Set<TableName> tables, FeedPosition start, FeedPosition through) {
    position = Optional.of(through);
  }
}
