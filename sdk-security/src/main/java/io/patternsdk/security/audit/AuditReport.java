package io.patternsdk.security.audit;

import java.util.List;

/**
 * What was found of an audit log.
 *
 * @param problems what is wrong, each with file and line; the first hundred
 * @param files how many files there are
 * @param first the number of the first line; more than 1 where earlier files are elsewhere, 0 where
 *     there is no line
 * @param last number and hash of the last line, as {@code 17:ab…}
 * @param lost how many records found no room, as the log itself says
 * @param torn how many bytes come behind the last line, as a kill leaves them
 * @param closed whether the last line says that the log was ended in order
 */
public record AuditReport(
    List<String> problems,
    int files,
    long first,
    String last,
    long lost,
    long torn,
    boolean closed) {

  /** Copies the list. */
  public AuditReport {
    problems = List.copyOf(problems);
  }

  /** Whether nothing was changed, left out or put in, as far as can be told. */
  public boolean whole() {
    return problems.isEmpty();
  }
}
