package io.patternsdk.session;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Records;
import io.patternsdk.session.SessionEvent.Reason;
import java.util.Optional;

/** Ends all sessions of a principal. */
final class Logout {
  /**
   * How many rounds have to find everything where it is listed: a session that is under neither of
   * its ids in the first has begun to be renamed before the second, and the one who renames it sees
   * that.
   */
  private static final int CLEAN_ROUNDS = 2;

  private final Records records;
  private final SessionEnds ends;
  private final Renaming renaming;
  private final String group;

  Logout(Records records, SessionEnds ends, Renaming renaming, String principal) {
    this.records = records;
    this.ends = ends;
    this.renaming = renaming;
    this.group = SessionIds.group(principal);
  }

  /** How many of those that were listed were ended, and how many were there no more. */
  private record Round(long ended, long missed) {}

  /** Returns how many were ended. */
  long run() {
    renaming.logout(group);
    try {
      return rounds();
    } catch (OperationException e) {
      throw BackendException.afterSteps(e); // some may have been ended
    }
  }

  private long rounds() {
    Round round = round();
    long ended = round.ended();
    int clean = round.missed() == 0 ? 1 : 0;
    while (clean < CLEAN_ROUNDS) {
      renaming.logout(group);
      round = round();
      ended += round.ended();
      clean = round.missed() == 0 ? clean + 1 : 0;
    }
    return ended;
  }

  private Round round() {
    long listed = 0;
    long ended = 0;
    RecordQuery query = RecordQuery.alive(RecordQuery.MOST).in(group);
    Optional<String> after = Optional.empty();
    do {
      RecordPage page = records.list(query.after(after));
      for (RecordPage.Item item : page.records()) {
        listed++;
        ended += ends.end(item.key(), Condition.ALIVE, Reason.LOGGED_OUT) ? 1 : 0;
      }
      after = page.next();
    } while (after.isPresent());
    return new Round(ended, listed - ended);
  }
}
