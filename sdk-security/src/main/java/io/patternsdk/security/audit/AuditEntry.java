package io.patternsdk.security.audit;

import java.time.Instant;

/** What an audit log keeps. */
public sealed interface AuditEntry {

  /** Returns when it was. */
  Instant time();

  /** Somebody asked for something. */
  record Asked(Instant time, AuditRecord record) implements AuditEntry {}

  /**
   * Records that found no room, or were not there when the log ended.
   *
   * @param count how many, since the entry before
   */
  record Lost(Instant time, long count) implements AuditEntry {}
}
