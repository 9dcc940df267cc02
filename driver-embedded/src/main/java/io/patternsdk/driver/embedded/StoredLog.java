package io.patternsdk.driver.embedded;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.driver.embedded.journal.DiskRecords;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.LoggedRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One partition of a stream, whose positions have no gaps. Used under the lock of the stream, but
 * for {@link #awaitSynced}.
 */
final class StoredLog {
  private final String stream;
  private final int partition;
  private final Journal journal;
  private final List<LoggedRecord> records = new ArrayList<>();
  private long next;
  private long latestMillis;

  /** The way to disk of the latest change. */
  private volatile Commit commit = Commit.NONE;

  /** All before this position survives what the backend survives. */
  private final AtomicLong synced = new AtomicLong();

  StoredLog(String stream, int partition, Journal journal) {
    this.stream = stream;
    this.partition = partition;
    this.journal = journal;
  }

  /** Puts in what was there when the process began. */
  void load(LoggedRecord logged) {
    long position = logged.record().offset().position();
    if (position != next && !(records.isEmpty() && position > next)) {
      throw new DiskRecords.DamagedException(
          "partition " + partition + " of " + stream + " has no record at position " + next);
    }
    records.add(logged);
    latestMillis = logged.record().time().toEpochMilli();
    loadNext(position + 1);
  }

  /** Puts in which position was next when the process began. */
  void loadNext(long position) {
    next = position;
    synced.set(position);
  }

  /** Appends a record; its time is not before that of the one before it. */
  Offset append(long id, long millis, Message message) {
    latestMillis = Math.max(latestMillis, millis);
    Offset offset = new Offset(partition, next);
    Instant time = Instant.ofEpochMilli(latestMillis);
    LoggedRecord logged = new LoggedRecord(id, new StreamRecord(offset, time, message));
    commit = journal.appended(stream, logged);
    records.add(logged);
    next++;
    return offset;
  }

  /** Waits until the record at a position, and all before it, survive what the backend survives. */
  void awaitSynced(long position) {
    if (synced.get() <= position) {
      commit.await();
      synced.accumulateAndGet(position + 1, Math::max);
    }
  }

  /** Returns the position that the next record gets. */
  long next() {
    return next;
  }

  /** Returns how many records come after a position; −1 for before all. */
  long count(long after) {
    return (long) records.size() - index(after);
  }

  /** Hands over the first records after a position. */
  void read(long after, int max, List<StreamRecord> to) {
    int from = index(after);
    int until = Math.min(records.size(), from + Math.min(max, records.size()));
    records.subList(from, until).forEach(logged -> to.add(logged.record()));
  }

  /** Returns the position before the first record whose time is not before the given one. */
  long before(long millis) {
    return first() + older(millis) - 1;
  }

  /** Removes the oldest records, so many that those are left which are not to go; their number. */
  int trim(long keep, long fromMillis, long floor) {
    long goes = Math.max(records.size() - keep, older(fromMillis));
    int count = (int) Math.max(0, Math.min(goes, floor - first()));
    if (count > 0) {
      List<LoggedRecord> gone = records.subList(0, count);
      commit =
          journal.trimmed(stream, partition, next, gone.stream().map(LoggedRecord::id).toList());
      gone.clear();
    }
    return count;
  }

  /** Waits until what was changed last survives what the backend survives. */
  void awaitCommit() {
    commit.await();
  }

  private long first() {
    return next - records.size();
  }

  /** The index of the first record after a position. */
  private int index(long after) {
    return after < first() ? 0 : 1 + (int) Math.min(after - first(), records.size() - 1L);
  }

  /** How many records have an earlier time. */
  private int older(long millis) {
    int from = 0;
    int to = records.size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (records.get(middle).record().time().toEpochMilli() < millis) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }
}
