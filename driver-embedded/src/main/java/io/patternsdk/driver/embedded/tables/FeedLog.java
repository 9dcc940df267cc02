package io.patternsdk.driver.embedded.tables;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.driver.embedded.tables.TableHost.Saved;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The transactions that some feed has not confirmed, and the feeds; guarded by the lock. */
final class FeedLog {
  private final TreeMap<Long, List<Change>> transactions = new TreeMap<>();
  private final Map<String, Known> feeds = new HashMap<>();
  private Saved latest = Saved.NOTHING;
  private long last;

  /** What is known of a feed. */
  static final class Known {
    FeedPosition confirmed;
    @Nullable Object follower;

    Known(FeedPosition confirmed) {
      this.confirmed = confirmed;
    }
  }

  /** Tells whether anybody needs transactions. */
  boolean isKept() {
    return !feeds.isEmpty();
  }

  void add(long commit, List<Change> changes, Saved saved) {
    transactions.put(commit, changes);
    last = Math.max(last, commit);
    latest = saved;
  }

  /** Returns where the latest transaction is. */
  long last() {
    return last;
  }

  /** Returns what to await so that all transactions survive. */
  Saved latest() {
    return latest;
  }

  void load(String feed, FeedPosition confirmed) {
    feeds.put(feed, new Known(confirmed));
    last = Math.max(last, confirmed.commit());
  }

  @Nullable Known feed(String name) {
    return feeds.get(name);
  }

  /** Puts a feed in place of what had its name. */
  void put(String name, FeedPosition confirmed) {
    feeds.put(name, new Known(confirmed));
    last = Math.max(last, confirmed.commit());
  }

  boolean remove(String name) {
    return feeds.remove(name) != null;
  }

  /** Returns the changes of transactions from one on, in their order. */
  Iterable<List<Change>> from(long commit) {
    return transactions.tailMap(commit, true).values();
  }

  /** Lets transactions go that all feeds have confirmed, and adds what forgets them. */
  void trim(Map<String, Optional<byte[]>> records) {
    List<Long> gone = new ArrayList<>();
    for (long commit : transactions.keySet()) {
      if (!feeds.values().stream().allMatch(feed -> confirmed(feed.confirmed, commit))) {
        break;
      }
      gone.add(commit);
      records.put(TableRecords.transactionKey(commit), Optional.empty());
    }
    gone.forEach(transactions::remove);
  }

  private static boolean confirmed(FeedPosition position, long commit) {
    return position.commit() > commit
        || (position.commit() == commit && position.index() == FeedPosition.END);
  }
}
