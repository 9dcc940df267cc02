package io.patternsdk.session;

import io.patternsdk.core.merge.Records;

/** All that is done with records: those of the store, or as somebody who is followed sees them. */
final class SessionWork {
  final SessionEnds ends;
  final Renaming renaming;
  final SessionLists lists;
  final SessionWrites writes;
  final SessionReads reads;
  final SessionCreation creation;
  private final SessionParts parts;
  private final Records records;

  SessionWork(SessionParts parts, Records records, SessionEnds ends) {
    SessionSettings settings = parts.settings();
    SessionCodec codec = parts.codec();
    this.parts = parts;
    this.records = records;
    this.ends = ends;
    this.renaming = new Renaming(records, ends, codec, settings.horizon());
    this.lists = new SessionLists(records, parts.ids(), codec, settings.maxPageSize());
    this.writes =
        new SessionWrites(
            settings, records, parts.ids(), codec, parts.clock(), parts.quotas(), parts.meters());
    this.reads = new SessionReads(settings, records, codec, parts.clock(), renaming, writes);
    this.creation = new SessionCreation(parts, writes);
  }

  /** Returns the same on other records. */
  SessionWork of(Records other) {
    return new SessionWork(parts, other, ends.of(other));
  }

  long logout(String principal) {
    return new Logout(records, ends, renaming, principal).run();
  }
}
