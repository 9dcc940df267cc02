package io.patternsdk.core.layer;

/** How an operation uses time and results, which decides how layers treat it. */
public enum Shape {
  /** One request, one answer. */
  CALL,
  /**
   * Blocks because the caller asked it to: no permit of a bulkhead is held, slowness means nothing,
   * and a time limit begins where the requested wait ends.
   */
  WAIT,
  /** Each page that is fetched is a call. */
  PAGES,
  /** The call that subscribes; what is delivered later passes the inward hook. */
  SUBSCRIPTION
}
