package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.Deadline;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where changes go to survive the process. Whoever changes something in memory hands the change
 * over while still holding the lock of what is changed, so the order is the same; after releasing
 * the lock it waits for the commit. A change that survives has all earlier ones with it.
 */
public interface Journal {

  /** Throws CLOSED or UNAVAILABLE, before anything is changed, if no change can be taken. */
  void admit();

  /** A value was stored, or removed if {@code stored} is null. */
  Commit value(String key, @Nullable StoredValue stored);

  /** A message was put into a queue. */
  Commit parked(String queue, QueuedMessage parked);

  /** A message of a queue was delivered, given back, set aside or redriven. */
  Commit moved(QueuedMessage parked);

  /** A message has left its queue for good. */
  Commit gone(long id);

  /** A value that is the driver's own was stored, or removed if {@code stored} is null. */
  Commit own(String key, @Nullable StoredValue stored);

  /** A record was appended to a stream. */
  Commit appended(String stream, LoggedRecord logged);

  /** The oldest records of a partition are gone for good; the next one has this position. */
  Commit trimmed(String stream, int partition, long next, List<Long> ids);

  /**
   * Does something whose changes, those that are handed over by this thread meanwhile, survive all
   * or none. It takes no lock under which another thread may hand over changes.
   */
  void together(Runnable changes);

  /** Records of tables were stored, or removed where there is no value: all of them or none. */
  Commit tables(Map<String, Optional<byte[]>> records);

  /** Records of time series were stored, or removed where there is no value: all or none. */
  Commit points(Map<String, Optional<byte[]>> records);

  /** A chunk of a blob was written, which nobody sees before the blob is there. */
  Commit chunk(long blob, int index, byte[] bytes);

  /**
   * Returns a chunk that was handed over and not dropped. Blocks until the ambient deadline or the
   * operation timeout at most.
   */
  byte[] chunk(long blob, int index);

  /** The chunks of a blob are of no more use. */
  Commit dropped(long blob, int chunks);

  /** A blob was finished, or removed if {@code stored} is null. */
  Commit blob(String key, @Nullable StoredBlob stored);

  /** Numbers up to {@code most} may be given to what follows. */
  Commit reserved(long most);

  /** Waits until all changes handed over before have reached the disk. */
  void check();

  /** Takes no more, and waits until the deadline for what it has. Repeating does nothing. */
  void close(Deadline deadline);

  /** The change that was handed over, on its way. */
  interface Commit {
    /** The commit of what survives nothing, or has changed nothing. */
    Commit NONE = () -> {};

    /**
     * Returns when the change survives a crash. Blocks until the ambient deadline or the operation
     * timeout at most.
     */
    void await();
  }
}
