package io.patternsdk.session.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * What was done to a session. It has neither ids nor keys of sessions nor what is in them.
 *
 * @param time when it was decided, by the clock of the process
 * @param caller on whose behalf
 * @param region the region of the process
 * @param action what was asked, or found
 * @param outcome what came of it
 * @param session a hash of the session's id by the store's current secret: the same for the same
 *     session until the secret is another, and nobody gets from it to the session; empty where it
 *     is about none, or about an id that the store never gave
 * @param principal who is, or is to be, logged in, where the call says so
 * @param detail the code of a refusal, the effect of a failure, how many were ended, the hash of
 *     the new id, or what was found
 */
public record SessionAuditEntry(
    Instant time,
    SessionCaller caller,
    String region,
    Action action,
    Outcome outcome,
    Optional<String> session,
    Optional<String> principal,
    Optional<String> detail) {

  /** What was asked, or found. */
  public enum Action {
    /** A session was to be created. */
    CREATE,
    /** A session was to be ended. */
    DELETE,
    /** A session was to get another id. */
    RENAME,
    /** How long a session lasts was to be set. */
    EXTEND,
    /** All sessions of a principal were to be ended. */
    LOGOUT_EVERYWHERE,
    /** Something was read that the store had not written. */
    TAMPERED
  }

  /** What came of it. */
  public enum Outcome {
    /** It was done. */
    DONE,
    /** There was no such session. */
    ABSENT,
    /** The store refused; nothing was changed. */
    REFUSED,
    /** A backend failed; the detail says what is known of the effect. */
    FAILED
  }
}
