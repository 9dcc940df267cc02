package io.patternsdk.cdc;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.table.TableName;
import java.util.Optional;
import java.util.Set;

/**
 * A change on its way to a destination.
 *
 * @param source the table of the source that it is of
 * @param change as it is to be delivered
 * @param keys which rows it is about, before the user's own step had it
 * @param stepped whether the user's own step has had it
 * @param refusal why it cannot be delivered; empty if nobody has refused it
 */
record Item(
    TableName source, Change change, Set<RowKey> keys, boolean stepped, Optional<String> refusal) {

  /** Returns a change that has been filtered and nothing else. */
  static Item of(Change change) {
    return new Item(change.schema().name(), change, Set.of(), false, Optional.empty());
  }

  /** Returns it in another shape. */
  Item shaped(Change to) {
    return new Item(source, to, RowKey.of(to), false, refusal);
  }

  /** Returns it as the user's own step made it, with all that the source says of it. */
  Item stepped(Change to) {
    return new Item(source, to.with(change.source()), keys, true, refusal);
  }

  /** Returns it as one that somebody has refused. */
  Item refused(String why) {
    return new Item(source, change, keys, stepped, Optional.of(why));
  }
}
