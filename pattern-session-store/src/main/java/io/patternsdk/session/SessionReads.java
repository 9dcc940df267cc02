package io.patternsdk.session;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;

import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import java.time.Duration;
import java.util.Optional;

/** Reads sessions that are there, and stores that they were used. Thread-safe. */
final class SessionReads {
  private final SessionSettings settings;
  private final Records records;
  private final SessionCodec codec;
  private final SessionClock clock;
  private final Renaming renaming;
  private final SessionWrites writes;

  SessionReads(
      SessionSettings settings,
      Records records,
      SessionCodec codec,
      SessionClock clock,
      Renaming renaming,
      SessionWrites writes) {
    this.settings = settings;
    this.records = records;
    this.codec = codec;
    this.clock = clock;
    this.renaming = renaming;
    this.writes = writes;
  }

  /** Returns a session without using it. */
  Optional<Session> alive(String key) {
    Optional<StoredRecord> record = records.read(key);
    return record
        .filter(found -> found.state() == State.ALIVE)
        .or(() -> renaming.completed(key, record))
        .map(found -> codec.session(key, found));
  }

  /** Returns a session and stores the use where that is due. */
  Optional<Session> used(String key) {
    long now = clock.millis();
    Optional<StoredRecord> record = touch(key, now, settings.touchInterval());
    if (record.isEmpty() || record.get().state() != State.ALIVE) {
      return renaming.completed(key, record).map(found -> codec.session(key, found));
    }
    Session session = codec.session(key, record.get());
    Duration own = session.idle().map(settings::touchInterval).orElse(settings.touchInterval());
    boolean due = session.lastAccessed().toEpochMilli() <= now - own.toMillis();
    return due && own.compareTo(settings.touchInterval()) < 0
        ? touch(key, now, own)
            .filter(found -> found.state() == State.ALIVE)
            .map(found -> codec.session(key, found))
        : Optional.of(session);
  }

  /** Stores a use unless another one was stored less than the interval ago. */
  private Optional<StoredRecord> touch(String key, long now, Duration interval) {
    Condition due = Condition.accessedBy(now - interval.toMillis());
    return writes.write(key, patch -> patch.when(due).set(ACCESSED, now)).record();
  }
}
