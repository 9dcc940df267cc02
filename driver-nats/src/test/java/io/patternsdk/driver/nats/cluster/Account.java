package io.patternsdk.driver.nats.cluster;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What writers were told of what they wrote, each text once. Thread-safe. */
final class Account {
  private final Set<String> kept = ConcurrentHashMap.newKeySet();
  private final Set<String> perhaps = ConcurrentHashMap.newKeySet();

  /** It was acknowledged. */
  void kept(String text) {
    kept.add(text);
  }

  /** It failed, and may have been done all the same. */
  void perhaps(String text) {
    perhaps.add(text);
  }

  int size() {
    return kept.size();
  }

  /**
   * Returns what must not be; nothing if all is well.
   *
   * @param found what there is, each as often as it is there
   * @param perhapsTaken what may have been there and been taken away
   */
  List<String> problems(Collection<String> found, Set<String> perhapsTaken) {
    List<String> problems = new ArrayList<>();
    Set<String> once = new HashSet<>();
    for (String text : found) {
      if (!once.add(text)) {
        problems.add("doubled: " + text);
      } else if (!kept.contains(text) && !perhaps.contains(text)) {
        problems.add("nobody wrote it, or it was refused: " + text);
      }
    }
    kept.stream()
        .filter(text -> !once.contains(text) && !perhapsTaken.contains(text))
        .forEach(text -> problems.add("lost: " + text));
    return problems;
  }
}
