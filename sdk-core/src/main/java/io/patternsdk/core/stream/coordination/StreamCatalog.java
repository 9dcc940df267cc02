package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.keyvalue.Versioned;
import io.patternsdk.core.stream.Retention;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;

/**
 * What is fixed or known of each stream, for all processes: its number of partitions, the bounds of
 * what it keeps, and which groups it has. One record a stream, made at the first use, under {@code
 * s/} and the name of the stream. Thread-safe, in any number of processes.
 */
public final class StreamCatalog {
  private static final int MOST_REMEMBERED = 10_000;

  private final Map<String, Integer> partitions = new ConcurrentHashMap<>();
  private final KeyValueCas records;
  private final Swap swap;
  private final StreamEntry first;

  /**
   * Creates the catalog of a store.
   *
   * @param records where its records are, apart from the keys that users see
   * @param partitions how many partitions a stream gets at its first use; at least 1
   */
  public StreamCatalog(KeyValueCas records, int partitions) {
    this.records = records;
    this.swap = new Swap(records);
    this.first = StreamEntry.first(partitions);
  }

  KeyValueCas records() {
    return records;
  }

  /** Returns how many partitions the stream has; from now on it never changes. */
  public int partitions(String stream) {
    Integer known = partitions.get(stream);
    return known != null ? known : remembered(stream, made(stream));
  }

  /** Returns the bounds; {@link Retention#forever} where none were set. */
  public Retention retention(String stream) {
    return read(stream).map(Stored::entry).orElse(first).retention();
  }

  /** Sets the bounds in place of earlier ones. Repeating is safe. */
  public void retain(String stream, Retention bounds) {
    change(stream, entry -> entry.with(bounds));
  }

  /** Returns the names of all groups that were ever added. */
  public SortedSet<String> groups(String stream) {
    return read(stream).map(Stored::entry).orElse(first).groups();
  }

  /** Adds a group. Repeating is safe. */
  public void addGroup(String stream, String group) {
    change(stream, entry -> entry.with(group));
  }

  private int remembered(String stream, StreamEntry entry) {
    if (partitions.size() >= MOST_REMEMBERED) {
      partitions.clear();
    }
    partitions.put(stream, entry.partitions());
    return entry.partitions();
  }

  private StreamEntry made(String stream) {
    return change(stream, entry -> entry);
  }

  /** Changes an entry, again as often as somebody else was faster; makes it where there is none. */
  private StreamEntry change(String stream, UnaryOperator<StreamEntry> change) {
    while (true) {
      Optional<Stored> stored = read(stream);
      StreamEntry after = change.apply(stored.map(Stored::entry).orElse(first));
      if (stored.isPresent() && stored.get().entry().equals(after)) {
        return after;
      }
      Version expected = stored.map(Stored::version).orElse(null);
      if (swap.replace(key(stream), expected, after.toBytes()).isPresent()) {
        return after;
      }
    }
  }

  private Optional<Stored> read(String stream) {
    Optional<Versioned> found = records.getVersioned(key(stream));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try {
      StreamEntry entry = StreamEntry.read(found.get().value());
      return Optional.of(new Stored(entry, found.get().version()));
    } catch (JsonException | IllegalArgumentException e) {
      throw new BackendException(
          ErrorKind.CORRUPT, "what is stored of stream " + stream + " cannot be read", e);
    }
  }

  private static String key(String stream) {
    return "s/" + stream;
  }

  /** An entry with the version that it had when it was read. */
  private record Stored(StreamEntry entry, Version version) {}
}
