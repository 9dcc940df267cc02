package io.patternsdk.session.audit;

/** Keeps what was done to sessions. Thread-safe. */
@FunctionalInterface
public interface AuditLog {

  /**
   * Takes an entry, on the thread of the call that it is about, when that is decided and before it
   * is answered. So it must not block: what takes longer belongs on a thread of one's own. What it
   * throws fails no call; it is logged, and counted as lost.
   */
  void take(SessionAuditEntry entry);
}
