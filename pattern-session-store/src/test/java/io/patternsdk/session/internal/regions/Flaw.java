package io.patternsdk.session.internal.regions;

/** What may be wrong with a region or with the way to it. */
enum Flaw {
  /** Nothing is. */
  NONE,
  /** An end that comes from elsewhere is dropped. */
  LOST_TOMBSTONE,
  /** The smaller stamp holds. */
  STAMPS_THE_WRONG_WAY,
  /** Of equal times the one that came first holds, whoever wrote it. */
  TIES_BY_ARRIVAL,
  /** A removed field is forgotten together with its stamp. */
  FORGOTTEN_REMOVAL,
  /** What comes replaces the whole record. */
  REPLACED_RECORD,
  /** A creation that comes again undoes the end. */
  LATE_REVIVAL,
  /** An arrival is acknowledged and not applied. */
  LOST_AFTER_ANSWER,
  /** A write whose answer was lost is taken for one that was not made. */
  FORGOTTEN_UNKNOWN,
  /** A repair takes a range for equal that is not. */
  SKIPPED_RANGE,
  /** Digests tell only how many records there are. */
  BLIND_DIGEST
}
