package io.patternsdk.driver.nats.watch;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The stream in which the last message of each subject says what its key has. Thread-safe. */
public interface KeyLog {
  /** How long a removed key leaves a message that says so; afterwards nothing tells of it. */
  Duration REMEMBERED = Duration.ofMinutes(10);

  /** The deadline of a request that begins now; fails where the driver is closed. */
  Deadline begin();

  /** Starts to read, after a number, the changes among which all are of keys with a prefix. */
  Cursor after(String prefix, long sequence, Deadline deadline);

  /** The number of the last change among those; 0 if there is none. */
  long last(String prefix, Deadline deadline);

  /** Whether the answer to what has failed may come of another cursor. */
  boolean gone(OperationException failure);

  /** Whether the time was up. */
  boolean late(OperationException failure);

  /**
   * Reads changes in the order of their numbers. For one thread, but for {@link #close}, which ends
   * a waiting call; what fails leaves it unusable.
   */
  interface Cursor extends AutoCloseable {
    /** How the stream was after the cursor was made. */
    State begun();

    /** Returns what is there, at most so many; none if there is no more. */
    List<KeyChange> pull(int most, Deadline deadline);

    /** Returns the next as soon as there is one; none if the time has passed. */
    List<KeyChange> await(Duration wait);

    @Override
    void close();
  }

  /**
   * A stream at one time.
   *
   * @param created when it was made: numbers of one that was made at another time mean nothing
   * @param last the number of its last message
   * @param now the server's time
   */
  record State(Instant created, long last, Instant now) {}

  /**
   * What became of a key.
   *
   * @param key the key
   * @param sequence the number of the message
   * @param time when it was stored, by the server's clock
   * @param value the value; nothing where it is removed
   * @param removed why it has no value; empty if it has
   */
  @SuppressWarnings("ArrayRecordComponent")
  record KeyChange(
      String key, long sequence, Instant time, byte[] value, Optional<Reason> removed) {}
}
