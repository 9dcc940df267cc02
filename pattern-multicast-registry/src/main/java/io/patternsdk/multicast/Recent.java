package io.patternsdk.multicast;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The last few ids of many. One thread adds, any asks. */
final class Recent {
  private final int most;
  private final Deque<String> inOrder = new ArrayDeque<>();
  private final Set<String> ids = ConcurrentHashMap.newKeySet();

  Recent(int most) {
    this.most = most;
  }

  void add(String id) {
    if (inOrder.size() == most) {
      ids.remove(inOrder.removeFirst());
    }
    inOrder.addLast(id);
    ids.add(id);
  }

  boolean contains(String id) {
    return ids.contains(id);
  }
}
