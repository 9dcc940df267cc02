package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.CREATED;
import static io.patternsdk.core.merge.Lifecycle.ENDED;
import static io.patternsdk.core.merge.Lifecycle.GROUP;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.SessionEvent.Reason;
import io.patternsdk.session.SessionException.Code;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Moves sessions to other ids. A copy under the new id, without its creation, is invisible. The end
 * of the old one, unless it has changed since it was copied, names the new id: that is the moment.
 * Then the copy gets its creation, from us or from whoever looks for it first.
 */
final class Renaming {
  private static final String RENAMED = "renamed:";

  /** When the copied session was created, until the copy is. */
  private static final String WAS_CREATED = "was-created";

  /** What records of logouts begin with; no key of a session does. */
  private static final String LOGOUTS = "logouts:";

  private final Records records;
  private final SessionEnds ends;
  private final SessionCodec codec;
  private final Duration horizon;

  Renaming(Records records, SessionEnds ends, SessionCodec codec, Duration horizon) {
    this.records = records;
    this.ends = ends;
    this.codec = codec;
    this.horizon = horizon;
  }

  /**
   * Renames a session; empty if it is not there.
   *
   * @throws SessionException INVALID if the new key was used for anything else, UNREADABLE if a
   *     value cannot be moved as its key is missing, TAMPERED if the principal was changed
   */
  Optional<StoredRecord> rename(String old, String key) {
    Deadline deadline = Deadline.current();
    Condition untouched = Condition.ABSENT;
    do {
      Optional<StoredRecord> found =
          records.read(old).filter(record -> record.state() == State.ALIVE);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      StoredRecord record = found.get();
      Optional<String> group = record.text(GROUP);
      long logouts = group.map(this::logouts).orElse(0L);
      Condition condition = untouched;
      Map<String, byte @Nullable []> moved = codec.moved(old, key, record);
      Merged copied = records.write(key, patch -> copy(patch.when(condition), record, old, moved));
      if (!copied.applied() && !isCopy(copied.record(), old)) {
        throw new SessionException(Code.INVALID, "there is, or was, a session of the new id");
      }
      untouched = Condition.ALWAYS;
      Condition unchanged = Condition.unchanged(record.revision());
      if (copied.applied() && end(old, key, unchanged)) {
        try {
          return finished(key, record.number(CREATED), group, logouts);
        } catch (OperationException e) {
          throw BackendException.afterSteps(e); // the old id is gone
        }
      }
    } while (!deadline.passed());
    throw new BackendException(
        ErrorKind.TIMED_OUT, Effect.NONE, "others wrote the session until the deadline", null);
  }

  private static boolean isCopy(Optional<StoredRecord> record, String old) {
    return record
        .filter(found -> found.state() == State.PENDING)
        .flatMap(found -> found.text(SessionCodec.FROM))
        .equals(Optional.of(old));
  }

  private Optional<StoredRecord> finished(
      String key, long createdAt, Optional<String> group, long logouts) {
    Optional<StoredRecord> created = create(key, createdAt);
    if (group.isPresent() && logouts(group.get()) != logouts) {
      ends.end(key, Condition.ALIVE, Reason.LOGGED_OUT); // it was there when that was asked for
      return Optional.empty();
    }
    return created;
  }

  private void copy(
      Patch.Builder patch, StoredRecord record, String old, Map<String, byte @Nullable []> moved) {
    patch.horizon(horizon);
    record
        .fields()
        .forEach(
            (name, field) -> {
              if (!name.equals(CREATED)) {
                patch.set(name, field.value());
              }
            });
    moved.forEach(patch::set);
    patch.set(WAS_CREATED, record.number(CREATED)).set(SessionCodec.FROM, old);
  }

  private boolean end(String old, String key, Condition condition) {
    return records
        .write(old, patch -> patch.when(condition).horizon(horizon).set(ENDED, RENAMED + key))
        .applied();
  }

  private Optional<StoredRecord> create(String key, long created) {
    return records
        .write(key, patch -> patch.horizon(horizon).set(CREATED, created))
        .record()
        .filter(record -> record.state() == State.ALIVE);
  }

  /**
   * Returns the record of a renamed session whose renaming was not finished; empty if it is none.
   */
  Optional<StoredRecord> completed(String key, Optional<StoredRecord> record) {
    if (record.isEmpty() || record.get().state() != State.PENDING) {
      return Optional.empty();
    }
    long created = Long.parseLong(record.get().text(WAS_CREATED).orElse("0"));
    return record
        .get()
        .text(SessionCodec.FROM)
        .flatMap(records::read)
        .filter(old -> old.text(ENDED).equals(Optional.of(RENAMED + key)))
        .flatMap(old -> create(key, created));
  }

  /** Says that sessions of a group are logged out, to those that are on their way to another id. */
  void logout(String group) {
    var unused =
        records.write(LOGOUTS + group, patch -> patch.horizon(horizon).set("at", new byte[0]));
  }

  /** Returns the group whose sessions are logged out by writing to a record; empty for others. */
  static Optional<String> loggedOut(String key) {
    return key.startsWith(LOGOUTS)
        ? Optional.of(key.substring(LOGOUTS.length()))
        : Optional.empty();
  }

  private long logouts(String group) {
    return records.read(LOGOUTS + group).map(StoredRecord::revision).orElse(0L);
  }
}
