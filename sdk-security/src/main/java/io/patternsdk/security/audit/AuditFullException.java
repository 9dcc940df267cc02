package io.patternsdk.security.audit;

/** There is no room for another record, and nothing is to be done without one. Nothing was. */
public final class AuditFullException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AuditFullException(int capacity) {
    super(capacity + " audit records wait to be written; nothing more is done until some are");
  }
}
