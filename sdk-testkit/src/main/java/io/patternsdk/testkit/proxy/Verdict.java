package io.patternsdk.testkit.proxy;

/**
 * What becomes of a piece of a request.
 *
 * @param length how many of its bytes are sent on
 * @param end when its connection is cut
 * @param next the cut that stays armed for what follows
 */
record Verdict(int length, End end, Cut next) {
  enum End {
    NONE,
    AT_ONCE,
    AT_ANSWER
  }
}
