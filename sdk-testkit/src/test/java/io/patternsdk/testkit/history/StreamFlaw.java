package io.patternsdk.testkit.history;

/** What can be wrong with a {@link ModelGroup}. */
enum StreamFlaw {
  /** Some of what was acknowledged is not there. */
  LOST,
  /** Some of one key comes before what was appended earlier. */
  REORDERED,
  /** Some of what is handed out was never appended. */
  PHANTOM,
  /** Who takes a partition over begins before what is committed. */
  DUPLICATED,
  /** What becomes visible after a later record is never read. */
  SKIPPED,
  /** A member that was replaced commits. */
  UNFENCED,
  /** A member that was replaced goes on reading. */
  SHARED,
  /** What nobody has read is removed. */
  TRIMMED
}
