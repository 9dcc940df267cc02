package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** The journal of a backend that lives in memory only: keeps chunks of blobs and nothing else. */
public final class MemoryJournal implements Journal {
  private final ConcurrentMap<ChunkName, byte[]> chunks = new ConcurrentHashMap<>();
  private volatile boolean closed;

  private record ChunkName(long blob, int index) {}

  @Override
  public void admit() {
    if (closed) {
      throw EmbeddedErrors.closed();
    }
  }

  @Override
  public Commit value(String key, @Nullable StoredValue stored) {
    return Commit.NONE;
  }

  @Override
  public Commit parked(String queue, QueuedMessage parked) {
    return Commit.NONE;
  }

  @Override
  public Commit moved(QueuedMessage parked) {
    return Commit.NONE;
  }

  @Override
  public Commit gone(long id) {
    return Commit.NONE;
  }

  @Override
  public Commit own(String key, @Nullable StoredValue stored) {
    return Commit.NONE;
  }

  @Override
  public Commit appended(String stream, LoggedRecord logged) {
    return Commit.NONE;
  }

  @Override
  public Commit trimmed(String stream, int partition, long next, List<Long> ids) {
    return Commit.NONE;
  }

  @Override
  public void together(Runnable changes) {
    changes.run();
  }

  @Override
  public Commit tables(Map<String, Optional<byte[]>> records) {
    return Commit.NONE;
  }

  @Override
  public Commit points(Map<String, Optional<byte[]>> records) {
    return Commit.NONE;
  }

  @Override
  public Commit chunk(long blob, int index, byte[] bytes) {
    chunks.put(new ChunkName(blob, index), bytes);
    return Commit.NONE;
  }

  @Override
  public byte[] chunk(long blob, int index) {
    byte[] bytes = chunks.get(new ChunkName(blob, index));
    if (bytes == null) {
      throw EmbeddedErrors.closed();
    }
    return bytes;
  }

  @Override
  public Commit dropped(long blob, int count) {
    for (int index = 0; index < count; index++) {
      chunks.remove(new ChunkName(blob, index));
    }
    return Commit.NONE;
  }

  @Override
  public Commit blob(String key, @Nullable StoredBlob stored) {
    return Commit.NONE;
  }

  @Override
  public Commit reserved(long most) {
    return Commit.NONE;
  }

  @Override
  public void check() {
    admit();
  }

  @Override
  public void close(Deadline deadline) {
    closed = true;
    chunks.clear();
  }
}
