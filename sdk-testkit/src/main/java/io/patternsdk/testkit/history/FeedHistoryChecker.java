package io.patternsdk.testkit.history;

import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.testkit.history.FeedHistory.True;
import java.util.ArrayList;
import java.util.List;

/** Finds what a feed must not have said, or has not said. */
public final class FeedHistoryChecker {
  private final List<String> problems = new ArrayList<>();

  private FeedHistoryChecker() {}

  /**
   * Returns what is wrong, in sentences; nothing if what was seen is the true history.
   *
   * @param from how many transactions were done before the first that has to be seen
   * @param seen all changes of both tables, by a feed that was resumed any number of times
   */
  public static List<String> check(FeedHistory history, int from, List<Change> seen) {
    FeedHistoryChecker checker = new FeedHistoryChecker();
    checker.compare(history.transactionsFrom(from), seen);
    checker.checkPositions(seen);
    return List.copyOf(checker.problems);
  }

  private void compare(List<List<True>> truth, List<Change> seen) {
    int next = 0;
    long last = -1;
    for (int transaction = 0; transaction < truth.size(); transaction++) {
      List<True> changes = truth.get(transaction);
      for (int i = 0; i < changes.size(); i++) {
        String which = "change " + i + " of transaction " + transaction;
        if (next == seen.size()) {
          problems.add(which + " is missing at the end");
          return;
        }
        Change change = seen.get(next++);
        if (!changes.get(i).is(change)) {
          problems.add(which + " is " + changes.get(i) + " and was seen as " + change);
          return;
        }
        boolean first = i == 0;
        if (first == (change.position().commit() == last)) {
          problems.add(which + " is at " + change.position() + ", among another transaction");
        }
        if (change.position().index() != i + 1L) {
          problems.add(which + " is at " + change.position() + ", which counts otherwise");
        }
        last = change.position().commit();
      }
    }
    if (next < seen.size()) {
      problems.add(seen.get(next) + " never happened, or was seen before");
    }
  }

  private void checkPositions(List<Change> seen) {
    for (int i = 1; i < seen.size(); i++) {
      FeedPosition before = seen.get(i - 1).position();
      if (!seen.get(i).position().after(before)) {
        problems.add(seen.get(i).position() + " is not behind " + before);
      }
    }
  }
}
