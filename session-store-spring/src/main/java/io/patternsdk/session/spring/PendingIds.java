package io.patternsdk.session.spring;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Ids that sessions have been given and that nobody has saved yet, with the one in the store: who
 * ends a session by the new id means that one. An entry goes with the text of its id, which the
 * session holds. Thread-safe.
 */
final class PendingIds {
  private final Map<String, String> former = Collections.synchronizedMap(new WeakHashMap<>());

  void put(String id, String stored) {
    former.put(id, stored);
  }

  void remove(String id) {
    former.remove(id);
  }

  /** Returns the id in the store of a session that has another one now; empty if it has not. */
  Optional<String> former(String id) {
    return Optional.ofNullable(former.get(id));
  }
}
