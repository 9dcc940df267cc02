package io.patternsdk.core.stream;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Trait;
import java.util.List;

/**
 * Logs of messages that stay after they were read: {@code stream_basic}.
 *
 * <p>A stream exists as soon as it is used; its name follows the rules of keys. It has a number of
 * partitions that never changes. Messages with the same key are in one partition, in the order in
 * which their appends ended; a message without a key is in any. Any number of readers goes through
 * it, each at its own place. A stream that nobody reads or appends to holds no connection.
 */
public interface MessageStream {
  /** Whose clock gives a record its time. */
  Trait<TimeBasis> TIME_BASIS =
      Trait.of("time of records", "whose clock gives a record its time", TimeBasis.BACKEND);

  /** Whose clock gives a record its time. */
  enum TimeBasis {
    /** The backend's. */
    BACKEND,
    /** That of the process that appends. */
    APPENDER
  }

  /** What becomes of {@linkplain Message#isTombstone messages without a body}. */
  Trait<Tombstones> TOMBSTONES =
      Trait.of("tombstones", "what becomes of messages without a body", Tombstones.EMPTY);

  /** What becomes of messages without a body. */
  enum Tombstones {
    /** They are read with an empty body. */
    EMPTY,
    /** They are read without a body, and compaction of the stream removes their key. */
    KEPT
  }

  /** Returns how many partitions the stream has. */
  int partitions(String stream);

  /**
   * Appends the message; returns where it is when the backend has stored it with the durability
   * that {@code Traits.durability} states. Repeating appends it again, with the same id.
   */
  Offset append(String stream, Message message);

  /**
   * Appends many messages in one go, pipelined; returns when the backend has stored or refused
   * each. Those of one partition are stored in the order of the list. One that fails does not stop
   * those of other partitions and is reported in the result; in its own partition none after it may
   * be stored.
   *
   * @throws io.patternsdk.core.OperationException if none of them can have been stored
   */
  AppendResult appendAll(String stream, List<Message> messages);

  /**
   * Opens a reader, which the caller closes. What is appended after it was opened is read. A
   * partition that does not exist is INVALID_ARGUMENT.
   */
  StreamReader read(String stream, ReadFrom from);

  /**
   * Returns how many records a reader that begins there would find now; for {@link ReadFrom#latest}
   * without offsets zero. Exact when nobody appends meanwhile.
   */
  long count(String stream, ReadFrom from);
}
