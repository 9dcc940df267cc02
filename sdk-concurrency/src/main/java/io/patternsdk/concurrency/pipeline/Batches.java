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
final class Batches implements Intake {
  private final StageBook book;
  private final StageCounts counts;
  private final StageQueue queue;
  private final int size;
  private final long linger;
  private final Clock clock;
  private final Alarm alarm;
  private long lastPassedOn;

  Batches(StageBook book, StageQueue queue, int size, long linger, Clock clock) {
    this.book = book;
    this.counts = book.newCounts();
    this.queue = queue;
    this.size = size;
    this.linger = linger;
    this.clock = clock;
    this.alarm = new Alarm(clock, book.scope(), queue::nudge);
    this.lastPassedOn = clock.nanoTime();
  }

  Alarm alarm() {
    return alarm;
  }

  @Override
  public @Nullable Object take() {
    List<Object> parcels = new ArrayList<>(Math.min(size, 16));
    collect(parcels);
    if (book.scope().stopped()) {
      parcels.forEach(parcel -> book.leave(Carried.itemOf(parcel), false));
      return null;
    }
    if (parcels.isEmpty()) {
      return null;
    }
    counts.add(StageCounts.SETTLED, parcels.size());
    counts.add(StageCounts.OUT);
    lastPassedOn = clock.nanoTime();
    return batch(parcels);
  }

  private void collect(List<Object> parcels) {
    Object parcel = queue.poll();
    long due = lastPassedOn + linger;
    while (true) {
      if (parcel == null && parcels.isEmpty()) {
        parcel = queue.take();
        due = clock.nanoTime() + linger;
      }
      if (parcel == null) {
        return;
      }
      add(parcel, parcels);
      parcel = parcels.isEmpty() || parcels.size() == size ? null : another(due);
    }
  }

  private void add(Object parcel, List<Object> parcels) {
    counts.add(StageCounts.IN);
    if (Carried.late(parcel)) {
      book.failed(counts, Carried.itemOf(parcel), Carried.lateness());
    } else {
      parcels.add(parcel);
    }
  }

  private @Nullable Object another(long due) {
    Object parcel = queue.poll();
    return parcel == null ? queue.take(() -> isDue(due)) : parcel;
  }

  private boolean isDue(long due) {
    if (due - clock.nanoTime() <= 0) {
      return true;
    }
    alarm.set(due);
    return false;
  }

  /** What is in force for a batch is what was for all of its items, if that is the same. */
  private static Object batch(List<Object> parcels) {
    Ambience ambience = Carried.ambienceOf(parcels.getFirst());
    List<Object> items = new ArrayList<>(parcels.size());
    for (Object parcel : parcels) {
      items.add(Carried.itemOf(parcel));
      ambience = Ambience.common(ambience, Carried.ambienceOf(parcel));
    }
    return Carried.parcel(List.copyOf(items), ambience);
  }
}
