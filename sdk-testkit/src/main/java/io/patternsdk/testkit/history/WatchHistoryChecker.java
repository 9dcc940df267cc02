package io.patternsdk.testkit.history;

import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchEvent.Put;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.core.keyvalue.WatchEvent.Removed;
import io.patternsdk.testkit.history.WatchHistory.Seen;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Finds what a watch must not have said, or has not said. */
final class WatchHistoryChecker {
  private final WatchHistory history;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> view = new TreeMap<>();
  private final Map<String, Integer> least = new TreeMap<>();
  private final Set<String> doubtful = new HashSet<>();
  private boolean begun;
  private boolean synced;

  private WatchHistoryChecker(WatchHistory history) {
    this.history = history;
  }

  /**
   * Returns what is wrong, in sentences; nothing if all that was said is true and nothing is
   * missing.
   *
   * @param store what the store had when everything was written
   */
  static List<String> check(WatchHistory history, Map<String, String> store) {
    WatchHistoryChecker checker = new WatchHistoryChecker(history);
    history.seen().forEach(checker::check);
    if (!checker.view.equals(store)) {
      checker.problems.add("in the end " + checker.view + " is known and the store has " + store);
    }
    return List.copyOf(checker.problems);
  }

  private void check(Seen seen) {
    switch (seen) {
      case Seen.Said said -> {
        if (!begun && !(said.event() instanceof WatchEvent.Resync)) {
          problems.add("it begins with " + said.event());
        }
        begun = true;
        check(said.event());
      }
      case Seen.Resumed resumed -> least.clear(); // what had come may come again
      case Seen.Current current -> current.least().forEach((key, at) -> check(key, at, current));
    }
  }

  private void check(WatchEvent event) {
    switch (event) {
      case Put put -> {
        String value = new String(put.value(), StandardCharsets.UTF_8);
        reach(put.key(), Optional.of(value), event);
        view.put(put.key(), value);
        doubtful.remove(put.key());
      }
      case Removed removed -> {
        if (removed.reason() == Reason.EXPIRED) {
          problems.add(event + " of what never expires");
        }
        reach(removed.key(), Optional.empty(), event);
        view.remove(removed.key());
      }
      case WatchEvent.Resync resync -> {
        doubtful.addAll(view.keySet());
        synced = false;
      }
      case WatchEvent.Synced done -> {
        view.keySet().removeAll(doubtful);
        doubtful.clear();
        synced = true;
      }
    }
  }

  /** The state may be any from the one on that was seen last; taken for the first of them. */
  private void reach(String key, Optional<String> state, WatchEvent event) {
    List<Optional<String>> states = history.states(key);
    int from = least.getOrDefault(key, 0);
    for (int i = from; i < states.size(); i++) {
      if (states.get(i).equals(state)) {
        least.put(key, i);
        return;
      }
    }
    problems.add(
        states.contains(state)
            ? event + " comes after what was written later"
            : event + " was never written");
  }

  private void check(String key, int from, Seen.Current current) {
    if (!synced) {
      problems.add("everything is said to have come before it is synced");
    }
    Optional<String> known = Optional.ofNullable(view.get(key));
    List<Optional<String>> states = history.states(key);
    int most = current.most().getOrDefault(key, -1);
    boolean never = from < 0 && known.isEmpty();
    if (!never && !states.subList(Math.max(0, from), most + 1).contains(known)) {
      problems.add(
          "%s is known to be %s, although %s had been written and everything was said to have come"
              .formatted(key, known, states.get(Math.max(0, from))));
    }
  }
}
