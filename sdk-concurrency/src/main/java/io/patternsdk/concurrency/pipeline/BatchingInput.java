package io.patternsdk.concurrency.pipeline;

import io.patternsdk.core.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes batches of what is in a buffer: a full one at once, a smaller one when its first item has
 * waited for the linger. The wait counts from when this could have taken the item at the earliest,
 * so what has come while a batch was being delivered is not held any longer for that.
 */
final class BatchingInput implements StageInput {
  private final StageState state;
  private final StageCounts counts;
  private final StageQueue queue;
  private final int size;
  private final long linger;
  private final Clock clock;
  private final LingerTimer timer;
  private long lastPassedOn;

  BatchingInput(StageState state, StageQueue queue, int size, long linger, Clock clock) {
    this.state = state;
    this.counts = state.newCounts();
    this.queue = queue;
    this.size = size;
    this.linger = linger;
    this.clock = clock;
    this.timer = new LingerTimer(clock, state.scope(), queue::nudge);
    this.lastPassedOn = clock.nanoTime();
  }

  LingerTimer timer() {
    return timer;
  }

  @Override
  public @Nullable Object take() {
    List<Object> entries = new ArrayList<>(Math.min(size, 16));
    collect(entries);
    if (state.scope().stopped()) {
      entries.forEach(entry -> state.leave(Envelope.unwrap(entry), false));
      return null;
    }
    if (entries.isEmpty()) {
      return null;
    }
    counts.add(StageCounts.SETTLED, entries.size());
    counts.add(StageCounts.OUT);
    lastPassedOn = clock.nanoTime();
    return batch(entries);
  }

  private void collect(List<Object> entries) {
    Object entry = queue.poll();
    long due = lastPassedOn + linger;
    while (true) {
      if (entry == null && entries.isEmpty()) {
        entry = queue.take();
        due = clock.nanoTime() + linger;
      }
      if (entry == null) {
        return;
      }
      add(entry, entries);
      entry = entries.isEmpty() || entries.size() == size ? null : another(due);
    }
  }

  private void add(Object entry, List<Object> entries) {
    counts.add(StageCounts.IN);
    if (Envelope.expired(entry)) {
      state.failed(counts, Envelope.unwrap(entry), Envelope.expiry());
    } else {
      entries.add(entry);
    }
  }

  private @Nullable Object another(long due) {
    Object entry = queue.poll();
    return entry == null ? queue.take(() -> isDue(due)) : entry;
  }

  private boolean isDue(long due) {
    if (due - clock.nanoTime() <= 0) {
      return true;
    }
    timer.set(due);
    return false;
  }

  /** What is in force for a batch is what was for all of its items, if that is the same. */
  private static Object batch(List<Object> entries) {
    SubmitterContext context = Envelope.contextOf(entries.getFirst());
    List<Object> items = new ArrayList<>(entries.size());
    for (Object entry : entries) {
      items.add(Envelope.unwrap(entry));
      context = SubmitterContext.common(context, Envelope.contextOf(entry));
    }
    return Envelope.wrap(List.copyOf(items), context);
  }
}
