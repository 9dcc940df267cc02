package io.patternsdk.core.changefeed;

import io.patternsdk.core.table.TableName;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which feed of which tables.
 *
 * @param name the feed's own, under which the source remembers it; it follows the rules of keys
 * @param tables whose changes it has; at least one; unmodifiable
 */
public record FeedRequest(String name, Set<TableName> tables) {

  /** Checks that there are tables. */
  public FeedRequest {
    if (tables.isEmpty()) {
      throw new IllegalArgumentException("feed " + name + " has no tables");
    }
    tables = Collections.unmodifiableSet(new TreeSet<>(tables));
  }

  /** Returns a feed of some tables. */
  public static FeedRequest of(String name, TableName... tables) {
    return new FeedRequest(name, Set.of(tables));
  }

  /** Returns the same under another name. */
  public FeedRequest named(String other) {
    return new FeedRequest(other, tables);
  }
}
