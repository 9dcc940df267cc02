package io.patternsdk.driver.embedded.journal;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.LongDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * The file of a durable backend: an MVStore with the maps of layout 1. Used by one thread at a
 * time, which is never interrupted: an interrupt would close the file.
 */
public final class DiskFile implements AutoCloseable {
  private static final int COMMITS_PER_COMPACTION = 256;
  private static final int FILL_RATE = 50;
  private static final int COMPACTED_BYTES = 8 << 20;

  private final Path path;
  private final LockFile claim;
  private final MVStore store;
  private final MVMap<String, String> about;
  private final MVMap<String, byte[]> values;
  private final MVMap<Long, byte[]> letters;
  private final MVMap<Long, byte[]> states;
  private final MVMap<String, byte[]> own;
  private final MVMap<Long, byte[]> records;
  private final MVMap<String, byte[]> trimmed;
  private final MVMap<String, byte[]> tables;
  private final MVMap<String, byte[]> blobs;
  private final MVMap<String, byte[]> chunks;
  private final MVMap<String, byte[]> points;
  private int commits;

  DiskFile(Path path, LockFile claim, MVStore store) {
    this.path = path;
    this.claim = claim;
    this.store = store;
    this.about = EmbeddedLayout.about(store);
    this.values = open("values", StringDataType.INSTANCE);
    this.letters = open("letters", LongDataType.INSTANCE);
    this.states = open("states", LongDataType.INSTANCE);
    this.own = open("own", StringDataType.INSTANCE);
    this.records = open("records", LongDataType.INSTANCE);
    this.trimmed = open("trimmed", StringDataType.INSTANCE);
    this.tables = open("tables", StringDataType.INSTANCE);
    this.blobs = open("blobs", StringDataType.INSTANCE);
    this.chunks = open("chunks", StringDataType.INSTANCE);
    this.points = open("points", StringDataType.INSTANCE);
  }

  private <K> MVMap<K, byte[]> open(String name, DataType<K> keys) {
    return store.openMap(
        name, new MVMap.Builder<K, byte[]>().keyType(keys).valueType(ByteArrayDataType.INSTANCE));
  }

  Path path() {
    return path;
  }

  /** Returns the number up to which numbers may have been given. */
  public long reserved() {
    return Long.parseLong(about.getOrDefault(EmbeddedLayout.SEQUENCE, "0"));
  }

  /** Takes what is kept, when the backend is opened; records of a stream in their order. */
  public interface Store {
    void value(String key, StoredValue stored);

    void own(String key, StoredValue stored);

    void parked(String queue, QueuedMessage parked);

    /** The next record of a partition had this position when it was trimmed. */
    void trimmed(String stream, int partition, long next);

    void appended(String stream, LoggedRecord logged);

    /** A record of tables, in the order of the keys. */
    void table(String key, byte[] value);

    /** A record of time series, in the order of the keys. */
    void points(String key, byte[] value);

    void blob(StoredBlob blob);
  }

  /**
   * Hands over all that is kept.
   *
   * @throws io.patternsdk.core.BackendException CORRUPT if some of it is not what was written
   */
  public void load(Store to) {
    try {
      for (Map.Entry<String, byte[]> entry : values.entrySet()) {
        to.value(entry.getKey(), DiskRecords.stored(entry.getKey(), entry.getValue()));
      }
      for (Map.Entry<String, byte[]> entry : own.entrySet()) {
        to.own(entry.getKey(), DiskRecords.stored(entry.getKey(), entry.getValue()));
      }
      for (Map.Entry<Long, byte[]> entry : letters.entrySet()) {
        long id = entry.getKey();
        DiskRecords.Letter letter = DiskRecords.letter(id, entry.getValue());
        byte[] state = states.get(id);
        to.parked(
            letter.queue(),
            new QueuedMessage(
                id,
                letter.message(),
                state == null ? QueuedMessage.State.FRESH : DiskRecords.state(id, state)));
      }
      for (Map.Entry<String, byte[]> entry : trimmed.entrySet()) {
        int colon = entry.getKey().indexOf(':');
        to.trimmed(
            entry.getKey().substring(colon + 1),
            Integer.parseInt(entry.getKey().substring(0, colon)),
            DiskRecords.position(entry.getKey(), entry.getValue()));
      }
      for (Map.Entry<Long, byte[]> entry : records.entrySet()) {
        DiskRecords.Line line = DiskRecords.line(entry.getKey(), entry.getValue());
        to.appended(line.stream(), new LoggedRecord(entry.getKey(), line.record()));
      }
      for (Map.Entry<String, byte[]> entry : tables.entrySet()) {
        to.table(entry.getKey(), DiskRecords.stored(entry.getKey(), entry.getValue()).value());
      }
      for (Map.Entry<String, byte[]> entry : points.entrySet()) {
        to.points(entry.getKey(), DiskRecords.opened(entry.getKey(), entry.getValue()));
      }
      Set<String> named = new HashSet<>();
      for (Map.Entry<String, byte[]> entry : blobs.entrySet()) {
        StoredBlob blob = BlobRecords.blob(entry.getKey(), entry.getValue());
        named.add(BlobRecords.chunks(blob.id()));
        to.blob(blob);
      }
      removeUnnamed(named);
    } catch (MVStoreException | DiskRecords.DamagedException | IllegalArgumentException e) {
      throw EmbeddedErrors.corrupt(path, e);
    }
  }

  /** Chunks of blobs that were never finished, or were being read when the process ended. */
  private void removeUnnamed(Set<String> named) {
    String key = chunks.firstKey();
    while (key != null) {
      String blob = BlobRecords.blobOf(key);
      if (named.contains(blob)) {
        key = chunks.higherKey(BlobRecords.behind(blob));
      } else {
        chunks.remove(key);
        key = chunks.higherKey(key);
      }
    }
  }

  void chunk(long blob, int index, byte[] bytes) {
    String key = BlobRecords.chunk(blob, index);
    chunks.put(key, DiskRecords.sealed(key, bytes));
  }

  byte[] chunk(long blob, int index) {
    String key = BlobRecords.chunk(blob, index);
    byte[] record = chunks.get(key);
    if (record == null) {
      throw new DiskRecords.DamagedException("a chunk of a blob is missing");
    }
    return DiskRecords.opened(key, record);
  }

  void dropped(long blob, int count) {
    for (int index = 0; index < count; index++) {
      chunks.remove(BlobRecords.chunk(blob, index));
    }
  }

  void blob(String key, @Nullable StoredBlob stored) {
    if (stored == null) {
      blobs.remove(key);
    } else {
      blobs.put(key, BlobRecords.bytes(key, stored));
    }
  }

  void value(String key, @Nullable StoredValue stored) {
    put(values, key, stored);
  }

  void own(String key, @Nullable StoredValue stored) {
    put(own, key, stored);
  }

  private static void put(MVMap<String, byte[]> map, String key, @Nullable StoredValue stored) {
    if (stored == null) {
      map.remove(key);
    } else {
      map.put(key, DiskRecords.bytes(key, stored));
    }
  }

  void appended(String stream, LoggedRecord logged) {
    records.put(logged.id(), DiskRecords.bytes(logged.id(), stream, logged.record()));
  }

  void trimmed(String stream, int partition, long next, List<Long> ids) {
    String log = partition + ":" + stream;
    trimmed.put(log, DiskRecords.bytes(log, next));
    ids.forEach(records::remove);
  }

  void tables(Map<String, Optional<byte[]>> changed) {
    changed.forEach(
        (key, value) ->
            put(
                tables,
                key,
                value.map(bytes -> new StoredValue(bytes, 0, MonotonicClock.NEVER)).orElse(null)));
  }

  void points(Map<String, Optional<byte[]>> changed) {
    changed.forEach(
        (key, value) -> {
          if (value.isPresent()) {
            points.put(key, DiskRecords.sealed(key, value.get()));
          } else {
            points.remove(key);
          }
        });
  }

  void parked(String queue, QueuedMessage parked) {
    letters.put(parked.id(), DiskRecords.bytes(parked.id(), queue, parked.message()));
  }

  void moved(QueuedMessage parked) {
    states.put(parked.id(), DiskRecords.bytes(parked.id(), parked.state()));
  }

  void gone(long id) {
    letters.remove(id);
    states.remove(id);
  }

  public void reserved(long most) {
    about.put(EmbeddedLayout.SEQUENCE, Long.toString(most));
  }

  /** Returns when all changes so far survive a loss of power. */
  void commit() {
    store.commit();
    store.sync();
    if (++commits % COMMITS_PER_COMPACTION == 0) {
      store.compact(FILL_RATE, COMPACTED_BYTES);
    }
  }

  @Override
  public void close() {
    try (claim) {
      store.close();
    }
  }
}
