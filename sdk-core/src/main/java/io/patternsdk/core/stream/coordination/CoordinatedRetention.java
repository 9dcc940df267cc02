package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.Clock;
import io.patternsdk.core.stream.Retention;
import io.patternsdk.core.stream.StreamRetention;
import java.util.Arrays;

/**
 * Bounds what streams keep, by the catalog, by what groups have committed, and by a driver that can
 * remove the oldest records. Thread-safe, in any number of processes.
 */
public final class CoordinatedRetention implements StreamRetention, AutoCloseable {
  private final StreamCatalog catalog;
  private final ConsumerGroups groups;
  private final StreamTrimmer trimmer;
  private final TrimSchedule schedule;

  /** Creates the retention of a backend. */
  public CoordinatedRetention(
      StreamCatalog catalog, ConsumerGroups groups, StreamTrimmer trimmer, Clock clock) {
    this.catalog = catalog;
    this.groups = groups;
    this.trimmer = trimmer;
    this.schedule = new TrimSchedule(this::trim, clock);
  }

  @Override
  public void retain(String stream, Retention bounds) {
    catalog.retain(stream, bounds);
  }

  @Override
  public Retention retention(String stream) {
    return catalog.retention(stream);
  }

  @Override
  public long trim(String stream) {
    Retention bounds = catalog.retention(stream);
    if (bounds.maxRecords().isEmpty() && bounds.maxAge().isEmpty()) {
      return 0;
    }
    long removed = 0;
    long[] floors = floors(stream, bounds);
    for (int partition = 0; partition < floors.length; partition++) {
      if (floors[partition] > 0) {
        removed += trimmer.trim(stream, partition, bounds, floors[partition]);
      }
    }
    return removed;
  }

  private long[] floors(String stream, Retention bounds) {
    if (!bounds.removesUnread()) {
      return groups.floors(stream);
    }
    long[] none = new long[catalog.partitions(stream)];
    Arrays.fill(none, Long.MAX_VALUE);
    return none;
  }

  /**
   * Says that a stream was appended to. A minute after the first time, and each minute in which it
   * is said again, the stream is trimmed on a thread of its own, one stream at a time; this returns
   * at once and never fails.
   */
  public void appended(String stream) {
    schedule.appended(stream);
  }

  /** Trims no more by itself; what is under way ends with the driver. */
  @Override
  public void close() {
    schedule.close();
  }
}
