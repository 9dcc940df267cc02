package io.patternsdk.testkit.history;

import io.patternsdk.core.keyvalue.WatchBatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What was written to keys of which each has one writer, and what one watch has said: compared by
 * {@link WatchHistoryChecker}. Thread-safe, but that one thread watches.
 */
final class WatchHistory {
  private final Map<String, Key> keys;
  private final List<Seen> seen = new ArrayList<>();

  WatchHistory() {
    this(new ConcurrentHashMap<>());
  }

  private WatchHistory(Map<String, Key> keys) {
    this.keys = keys;
  }

  /** Returns one of the same writes for another watch. */
  WatchHistory another() {
    return new WatchHistory(keys);
  }

  /** The states of a key in their order; empty where it had no value. */
  private static final class Key {
    final List<Optional<String>> states = new ArrayList<>();
    int ended = -1;
  }

  /** What a watch has said, or what became of it. */
  sealed interface Seen {
    /** An event. */
    record Said(WatchEvent event) implements Seen {}

    /**
     * Everything was said to have come.
     *
     * @param least for each key the index of the last state that had ended when the poll began
     * @param most for each key the index of the last state that was begun when it had returned
     */
    record Current(Map<String, Integer> least, Map<String, Integer> most) implements Seen {}

    /** It was ended, and another goes on after its token. */
    record Resumed() implements Seen {}
  }

  /** Notes what is about to be written. */
  void begins(String key, Optional<String> state) {
    Key known = keys.computeIfAbsent(key, k -> new Key());
    synchronized (known) {
      known.states.add(state);
    }
  }

  /** Notes that all was written that was begun. */
  void ended(String key) {
    Key known = keys.computeIfAbsent(key, k -> new Key());
    synchronized (known) {
      known.ended = known.states.size() - 1;
    }
  }

  /** Returns what the writer of a key has written last. */
  Optional<String> last(String key) {
    List<Optional<String>> all = states(key);
    return all.isEmpty() ? Optional.empty() : all.getLast();
  }

  /** Returns for each key the index of the last state that has ended. */
  Map<String, Integer> endedStates() {
    Map<String, Integer> ended = new TreeMap<>();
    keys.forEach(
        (key, known) -> {
          synchronized (known) {
            ended.put(key, known.ended);
          }
        });
    return ended;
  }

  /** Notes what a poll has brought. */
  void polled(Map<String, Integer> endedBefore, WatchBatch batch) {
    batch.events().forEach(event -> seen.add(new Seen.Said(event)));
    if (batch.current()) {
      Map<String, Integer> begun = new TreeMap<>();
      keys.keySet().forEach(key -> begun.put(key, states(key).size() - 1));
      seen.add(new Seen.Current(endedBefore, begun));
    }
  }

  /** Notes that a watch went on after the token of the one before. */
  void resumed() {
    seen.add(new Seen.Resumed());
  }

  List<Optional<String>> states(String key) {
    Key known = keys.get(key);
    if (known == null) {
      return List.of();
    }
    synchronized (known) {
      return List.copyOf(known.states);
    }
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }
}
