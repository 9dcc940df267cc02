package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.FeedPosition;
import java.util.Optional;

/** The position of a destination that cannot keep its own. For one thread at a time. */
final class StoredPosition {
  private static final String POSITION = "position";

  private final FencedRecord record;

  StoredPosition(State state, String key) {
    this.record = new FencedRecord(state, key);
  }

  /** Takes it for a leader, so that an earlier one finds it replaced. */
  Optional<FeedPosition> lead(long epoch) {
    return record
        .lead(epoch)
        .filter(json -> json.has(POSITION))
        .map(json -> FeedPosition.parse(json.string(POSITION)));
  }

  void store(Optional<FeedPosition> position) {
    record.store(json -> position.ifPresent(at -> json.put(POSITION, at.toString())));
  }
}
