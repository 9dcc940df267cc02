package io.patternsdk.session;

import io.patternsdk.core.merge.Records;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.session.SessionException.Code;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many sessions there may be: of the store, by what was counted last and created here since,
 * and of a principal, who is counted when one is created or logs in. Those that others create at
 * the same moment are not seen. Thread-safe.
 */
final class SessionQuotas {
  private final Records records;
  private final Optional<Integer> most;
  private final Optional<Integer> mostOfPrincipal;
  private final AtomicLong created = new AtomicLong();

  /** What was counted last, less what had been created here when that began. */
  private volatile long others;

  SessionQuotas(Records records, SessionSettings settings) {
    this.records = records;
    this.most = settings.maxSessions();
    this.mostOfPrincipal = settings.maxSessionsPerPrincipal();
  }

  /** Counts the sessions of the store, for {@link #last}. */
  void count() {
    long before = created.get();
    others = records.count(Optional.empty()) - before;
  }

  /**
   * How many there were when they were counted last, and were created here since; those that were
   * created here while they were counted may be in it twice.
   */
  long last() {
    return others + created.get();
  }

  /** Refuses one more session where there are too many. */
  void checkCreate(Optional<String> principal) {
    long there = last();
    if (most.isPresent() && there >= most.get()) {
      throw tooMany("the store", there, most.get(), "max_sessions");
    }
    principal.ifPresent(this::checkPrincipal);
  }

  /** Notes that one was created. */
  void created() {
    created.incrementAndGet();
  }

  /**
   * Refuses one more session of a principal that has too many; one that is its own already stays.
   */
  void checkLogin(String key, String principal) {
    if (mostOfPrincipal.isPresent() && !principal.equals(principal(key))) {
      checkPrincipal(principal);
    }
  }

  private String principal(String key) {
    return records.read(key).flatMap(record -> record.text(SessionCodec.PRINCIPAL)).orElse("");
  }

  private void checkPrincipal(String principal) {
    if (mostOfPrincipal.isPresent()) {
      long there = records.count(Optional.of(SessionIds.group(principal)));
      if (there >= mostOfPrincipal.get()) {
        throw tooMany("the principal", there, mostOfPrincipal.get(), "max_sessions_per_principal");
      }
    }
  }

  private static SessionException tooMany(String who, long there, int most, String setting) {
    return new SessionException(
        Code.TOO_MANY,
        who + " has " + there + " sessions; at most " + most + " may be there (" + setting + ")");
  }

  /** What is told of a session that is there, to which something was not written. */
  static SessionException tooLarge(StoredRecord record, long most) {
    return new SessionException(
        Code.TOO_LARGE,
        "the session has "
            + record.bytes()
            + " bytes and would have more than "
            + most
            + " with this write (max_session_size)");
  }
}
