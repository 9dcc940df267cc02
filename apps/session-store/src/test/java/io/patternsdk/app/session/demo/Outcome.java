package io.patternsdk.app.session.demo;

/** What is known of a request when its answer has come, or has not. */
enum Outcome {
  /** It was done. */
  DONE,
  /** The session is not there; nothing was done. */
  GONE,
  /** Certainly nothing was done: nobody was reached, or the answer says so. */
  NOTHING,
  /** The answer was lost, or says that nobody knows. */
  UNKNOWN
}
