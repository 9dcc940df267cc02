package io.patternsdk.testkit.contract;

import io.patternsdk.core.Message;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamRecord;
import io.patternsdk.core.stream.coordination.Partitioner;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One stream; guarded by the lock of its store. */
final class ReferenceLog {
  final Map<String, ReferenceGroup> groups = new HashMap<>();
  Retention bounds = Retention.forever();
  private final ReferenceServer server;
  private final List<Partition> partitions = new ArrayList<>();
  private int scattered;

  ReferenceLog(ReferenceServer server, int partitions) {
    this.server = server;
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new Partition());
    }
  }

  /** The records of a partition by their positions. */
  private static final class Partition {
    final TreeMap<Long, StreamRecord> records = new TreeMap<>();
    long next;

    /** One that becomes visible late, where that is the flaw. */
    @Nullable StreamRecord held;

    void add(StreamRecord record) {
      records.put(record.offset().position(), record);
    }
  }

  int partitions() {
    return partitions.size();
  }

  Offset append(Message message) {
    int number = partition(message);
    Partition partition = partitions.get(number);
    Instant time = Instant.now();
    if (!server.has(Flaw.RECORD_TIMES_HAVE_NANOSECONDS)) {
      time = time.truncatedTo(ChronoUnit.MILLIS);
    } else {
      time = time.truncatedTo(ChronoUnit.MILLIS).plusNanos(1);
    }
    Offset offset = new Offset(number, partition.next++);
    StreamRecord record = new StreamRecord(offset, time, message);
    if (server.has(Flaw.A_RECORD_BECOMES_VISIBLE_LATE) && partition.next % 10 == 0) {
      partition.held = record;
    } else {
      partition.add(record);
      if (partition.held != null) {
        partition.add(partition.held);
        partition.held = null;
      }
    }
    return offset;
  }

  private int partition(Message message) {
    if (server.has(Flaw.ONE_PARTITION_TAKES_ALL)) {
      return 0;
    }
    return server.has(Flaw.KEYS_ARE_SCATTERED)
        ? scattered++ % partitions.size()
        : Partitioner.partition(message, partitions.size());
  }

  /** The position after which a partition is read. */
  long place(ReadFrom from, int partition) {
    boolean latest = from.isLatest() && !server.has(Flaw.THE_LATEST_IS_THE_EARLIEST);
    long otherwise = latest ? partitions.get(partition).next - 1 : -1;
    long back = server.has(Flaw.AN_OFFSET_IS_READ_AGAIN) ? 1 : 0;
    return from.offset(partition).map(o -> o.position() - back).orElse(otherwise);
  }

  List<StreamRecord> read(int partition, long after, int max) {
    TreeMap<Long, StreamRecord> records = partitions.get(partition).records;
    List<StreamRecord> read =
        records.tailMap(after, false).values().stream()
            .limit(server.has(Flaw.POLLS_IGNORE_MAX) ? Long.MAX_VALUE : max)
            .toList();
    if (server.has(Flaw.READING_REMOVES)) {
      read.forEach(record -> records.remove(record.offset().position()));
    }
    return read;
  }

  long count(int partition, long after) {
    return partitions.get(partition).records.tailMap(after, false).size();
  }

  /** The position before the first record that is not before a time. */
  long before(int partition, Instant time) {
    Partition asked = partitions.get(partition);
    Instant least = server.has(Flaw.TIMES_ARE_EXCLUSIVE) ? time.plusMillis(1) : time;
    return asked.records.values().stream()
            .filter(record -> !record.time().isBefore(least))
            .map(record -> record.offset().position())
            .findFirst()
            .orElse(asked.next)
        - 1;
  }

  long end(int partition) {
    return partitions.get(partition).next - (server.has(Flaw.THE_END_IS_TOO_EARLY) ? 2 : 1);
  }

  long trim() {
    long removed = 0;
    for (int i = 0; i < partitions.size(); i++) {
      removed += trim(i, partitions.get(i));
    }
    return removed;
  }

  private long trim(int number, Partition partition) {
    long floor = floor(number);
    long before = partition.records.size();
    long keep = bounds.maxRecords().orElse(Long.MAX_VALUE);
    while (partition.records.size() > keep && partition.records.firstKey() < floor) {
      if (server.has(Flaw.TRIMMING_KEEPS_THE_OLDEST)) {
        partition.records.pollLastEntry();
      } else {
        partition.records.pollFirstEntry();
      }
    }
    bounds
        .maxAge()
        .filter(age -> age.toSeconds() < 1 || server.has(Flaw.TRIMMING_IGNORES_THE_AGE))
        .ifPresent(age -> partition.records.headMap(floor).clear());
    if (server.has(Flaw.TRIMMING_BEGINS_ANEW) && partition.records.isEmpty()) {
      partition.next = 0;
    }
    return before - partition.records.size();
  }

  private long floor(int partition) {
    if (bounds.removesUnread() || server.has(Flaw.TRIMMING_IGNORES_GROUPS)) {
      return Long.MAX_VALUE;
    }
    return groups.values().stream()
        .mapToLong(group -> group.committed(partition) + 1)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
