package io.patternsdk.core.stream;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Where reading a stream begins: after an offset in the partitions of which one is named, and in
 * the others at the oldest record or behind the newest. Of all partitions, or of some. Immutable.
 */
public final class ReadFrom {
  private static final ReadFrom EARLIEST = new ReadFrom(false, new TreeMap<>(), new TreeSet<>());
  private static final ReadFrom LATEST = new ReadFrom(true, new TreeMap<>(), new TreeSet<>());

  private final boolean latest;
  private final SortedMap<Integer, Offset> after;
  private final SortedSet<Integer> partitions;

  private ReadFrom(
      boolean latest, SortedMap<Integer, Offset> after, SortedSet<Integer> partitions) {
    this.latest = latest;
    this.after = after;
    this.partitions = partitions;
  }

  /** Begins with the oldest record that is there. */
  public static ReadFrom earliest() {
    return EARLIEST;
  }

  /** Begins with what is appended once the reader has been opened. */
  public static ReadFrom latest() {
    return LATEST;
  }

  /**
   * Begins after the greatest of these offsets in each partition, and with the oldest record in
   * those of which none is named: so it goes on where a reader was that had handed out these.
   */
  public static ReadFrom after(Collection<Offset> offsets) {
    return EARLIEST.andAfter(offsets);
  }

  /** Begins after the greatest of these offsets in their partitions, in the others as before. */
  public ReadFrom andAfter(Collection<Offset> offsets) {
    SortedMap<Integer, Offset> all = new TreeMap<>(after);
    for (Offset offset : offsets) {
      all.merge(offset.partition(), offset, (one, other) -> other.after(one) ? other : one);
    }
    return new ReadFrom(latest, all, partitions);
  }

  /** Reads these partitions only; at least one. */
  public ReadFrom in(Collection<Integer> partitions) {
    if (partitions.isEmpty()) {
      throw new IllegalArgumentException("there is no partition to read");
    }
    return new ReadFrom(latest, after, new TreeSet<>(partitions));
  }

  /** Returns after which offset a partition is read; empty where none was named. */
  public Optional<Offset> offset(int partition) {
    return Optional.ofNullable(after.get(partition));
  }

  /**
   * Tells whether partitions of which no offset is named are read from behind their newest record.
   */
  public boolean isLatest() {
    return latest;
  }

  /** Returns the partitions to read; all of them if it is empty. */
  public SortedSet<Integer> partitions() {
    return Collections.unmodifiableSortedSet(partitions);
  }

  /**
   * Returns which of a number of partitions are to be read, in order.
   *
   * @throws BackendException INVALID_ARGUMENT if it names a partition that is none of them
   */
  public SortedSet<Integer> of(int count) {
    checkNamed(partitions, count);
    checkNamed(after.keySet(), count);
    SortedSet<Integer> read = new TreeSet<>();
    for (int partition = 0; partition < count; partition++) {
      if (partitions.isEmpty() || partitions.contains(partition)) {
        read.add(partition);
      }
    }
    return read;
  }

  private static void checkNamed(Collection<Integer> named, int count) {
    for (int partition : named) {
      if (partition < 0 || partition >= count) {
        throw new BackendException(
            ErrorKind.INVALID_ARGUMENT,
            "there is no partition " + partition + "; the stream has " + count + ", from 0");
      }
    }
  }

  /** Returns the offsets after which partitions are read, in order of the partition. */
  public Collection<Offset> offsets() {
    return Collections.unmodifiableCollection(after.values());
  }

  @Override
  public String toString() {
    String begin = after.isEmpty() ? "" : "after " + after.values() + ", else ";
    String which = partitions.isEmpty() ? "" : " in " + partitions;
    return begin + (latest ? "latest" : "earliest") + which;
  }
}
