package io.patternsdk.core.merge;

/** What a record is for readers. */
public enum State {
  /** Fields of it are there and its creation is not: invisible. */
  PENDING,
  /** It is there. */
  ALIVE,
  /** Its time is over and nobody has ended it yet: gone for readers. */
  EXPIRED,
  /** It was ended, for good. */
  ENDED
}
