package io.patternsdk.security.audit;

import java.io.IOException;
import java.util.List;

/** Where entries of an audit log are kept: behind those of before, and never changed. */
public interface AuditSink extends AutoCloseable {

  /**
   * Keeps the entries, in this order, and returns how many of the first of them survive the end of
   * the process and of the machine: fewer than all where the rest has to be tried again. An {@link
   * AuditLogger} calls it from one thread at a time, and tries what failed again, so an entry may
   * be kept twice where a failure left open whether it was.
   *
   * @throws IOException if it keeps none of them at the moment
   */
  int append(List<AuditEntry> entries) throws IOException;

  /** Ends it. Nothing is appended any more. */
  @Override
  void close() throws IOException;
}
