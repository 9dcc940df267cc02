package io.patternsdk.app.session.demo;

/** What cannot have been right. */
record Finding(Fault fault, String what) {
  /** What a store of sessions can do wrong. */
  enum Fault {
    /** What was acknowledged is not there, and nothing that came later explains it. */
    LOST_WRITE,
    /** A session is not there though nobody ended it. */
    LOST_SESSION,
    /** A session is there, or takes what is written, though it had ended. */
    RESURRECTED,
    /** Several were told that they ended one session. */
    ENDED_TWICE,
    /** Its end was told more than once. */
    TOLD_TWICE,
    /** An end was told of what had no reason to end so. */
    TOLD_FALSELY,
    /** An end that was acknowledged was never told. */
    NEVER_TOLD,
    /** A list has what it should not, or lacks what it should have. */
    LISTED_WRONGLY,
    /** It is still there though its time is over. */
    OVERDUE
  }
}
