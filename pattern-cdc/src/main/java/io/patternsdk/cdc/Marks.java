package io.patternsdk.cdc;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;

/** Does something when destinations have all that was handed to them before. For one thread. */
final class Marks {
  private final Deque<Mark> marks = new ArrayDeque<>();

  private record Mark(AtomicInteger left, Runnable then) {
    void come() {
      int unused = left.decrementAndGet();
    }
  }

  /** Does something when these have all that they were handed so far. */
  void then(Collection<Delivery> deliveries, Runnable then) {
    Mark mark = new Mark(new AtomicInteger(deliveries.size()), then);
    marks.add(mark);
    deliveries.forEach(delivery -> delivery.mark(mark::come));
  }

  /** Does what is due, in order; tells whether nothing is left. */
  boolean look() {
    while (!marks.isEmpty() && marks.element().left.get() == 0) {
      marks.remove().then.run();
    }
    return marks.isEmpty();
  }
}
