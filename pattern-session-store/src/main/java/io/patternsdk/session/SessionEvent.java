package io.patternsdk.session;

import java.util.Optional;

/**
 * A session has ended. Told by the process that decided it, once.
 *
 * @param id the session
 * @param formerId the id that it had before it got this one; where it was logged out while its id
 *     was being changed, only this one has been given to anybody
 * @param principal who was logged in
 * @param reason why it ended
 * @param session the session as it was in the end; empty if the backend did not say
 */
public record SessionEvent(
    String id,
    Optional<String> formerId,
    Optional<String> principal,
    Reason reason,
    Optional<Session> session) {
  /** Why a session ended. */
  public enum Reason {
    /** Somebody deleted it. */
    DELETED,
    /** Its time was over. */
    EXPIRED,
    /** Its principal was logged out everywhere. */
    LOGGED_OUT
  }
}
