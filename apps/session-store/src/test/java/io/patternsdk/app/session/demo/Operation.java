package io.patternsdk.app.session.demo;

import java.util.Map;

/**
 * One request and what became of it.
 *
 * @param subject the session by its id, or the principal of a logout or a list
 * @param begun when it began, by a counter that all share
 * @param ended when its answer had come, by the same
 * @param values attributes that were written, or that an answer showed; {@link #REMOVED} for one
 *     that was removed. Of a list, the ids
 * @param told what else was said: the new id, the principal, whether a deletion ended it
 * @param region where it was asked; empty if there is only one
 */
record Operation(
    Kind kind,
    String subject,
    long begun,
    long ended,
    Outcome outcome,
    Map<String, String> values,
    String told,
    String region) {
  /** The value of an attribute that is not there. */
  static final String REMOVED = "";

  /** What is asked. */
  enum Kind {
    CREATE,
    /** Creates one that expires soon and is left alone. */
    CREATE_BRIEF,
    LOGIN,
    WRITE,
    READ,
    RENAME,
    DELETE,
    /** Logs a principal out everywhere. */
    LOGOUT,
    /** Lists the sessions of a principal, or all where the subject is empty. */
    LIST
  }

  boolean is(Kind other) {
    return kind == other;
  }

  /** Whether it was, or may have been, done. */
  boolean perhaps() {
    return outcome == Outcome.DONE || outcome == Outcome.UNKNOWN;
  }

  boolean done() {
    return outcome == Outcome.DONE;
  }
}
