package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The journal of a backend that lives in memory only: keeps nothing. */
final class MemoryJournal implements Journal {
  private volatile boolean closed;

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
  public Commit tables(Map<String, Optional<byte[]>> records) {
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
  }
}
