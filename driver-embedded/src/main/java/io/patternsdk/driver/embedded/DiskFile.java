package io.patternsdk.driver.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BiConsumer;
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
final class DiskFile implements AutoCloseable {
  private static final int COMMITS_PER_COMPACTION = 256;
  private static final int FILL_RATE = 50;
  private static final int COMPACTED_BYTES = 8 << 20;

  private final Path path;
  private final FileClaim claim;
  private final MVStore store;
  private final MVMap<String, String> about;
  private final MVMap<String, byte[]> values;
  private final MVMap<Long, byte[]> letters;
  private final MVMap<Long, byte[]> states;
  private int commits;

  DiskFile(Path path, FileClaim claim, MVStore store) {
    this.path = path;
    this.claim = claim;
    this.store = store;
    this.about = DiskLayout.about(store);
    this.values = open("values", StringDataType.INSTANCE);
    this.letters = open("letters", LongDataType.INSTANCE);
    this.states = open("states", LongDataType.INSTANCE);
  }

  private <K> MVMap<K, byte[]> open(String name, DataType<K> keys) {
    return store.openMap(
        name, new MVMap.Builder<K, byte[]>().keyType(keys).valueType(ByteArrayDataType.INSTANCE));
  }

  Path path() {
    return path;
  }

  /** Returns the number up to which numbers may have been given. */
  long reserved() {
    return Long.parseLong(about.getOrDefault(DiskLayout.SEQUENCE, "0"));
  }

  /**
   * Hands over all that is kept.
   *
   * @throws io.patternsdk.core.BackendException CORRUPT if some of it is not what was written
   */
  void load(BiConsumer<String, Stored> toValues, BiConsumer<String, Parked> toQueues) {
    try {
      for (Map.Entry<String, byte[]> entry : values.entrySet()) {
        toValues.accept(entry.getKey(), DiskRecords.stored(entry.getKey(), entry.getValue()));
      }
      for (Map.Entry<Long, byte[]> entry : letters.entrySet()) {
        long id = entry.getKey();
        DiskRecords.Letter letter = DiskRecords.letter(id, entry.getValue());
        byte[] state = states.get(id);
        toQueues.accept(
            letter.queue(),
            new Parked(
                id,
                letter.message(),
                state == null ? Parked.State.FRESH : DiskRecords.state(id, state)));
      }
    } catch (MVStoreException | DiskRecords.DamagedException e) {
      throw EmbeddedErrors.corrupt(path, e);
    }
  }

  void value(String key, @Nullable Stored stored) {
    if (stored == null) {
      values.remove(key);
    } else {
      values.put(key, DiskRecords.bytes(key, stored));
    }
  }

  void parked(String queue, Parked parked) {
    letters.put(parked.id(), DiskRecords.bytes(parked.id(), queue, parked.message()));
  }

  void moved(Parked parked) {
    states.put(parked.id(), DiskRecords.bytes(parked.id(), parked.state()));
  }

  void gone(long id) {
    letters.remove(id);
    states.remove(id);
  }

  void reserved(long most) {
    about.put(DiskLayout.SEQUENCE, Long.toString(most));
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
