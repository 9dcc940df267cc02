package io.patternsdk.driver.nats;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What this process has seen of one queue, so that it is not read again: up to which number it has
 * looked, and when what is hidden there may be looked at again. Only a hint: whoever takes a
 * message does so on condition that it is as it was seen, and from time to time all is looked at
 * anew. One thread at a time looks, for all that want something.
 */
final class QueueView {
  /**
   * The most milliseconds for which something is not looked at again, however long it is hidden.
   */
  static final long LONGEST = Duration.ofDays(1).toMillis();

  private static final long LOOK_ANEW_NANOS = Duration.ofSeconds(30).toNanos();

  /** How many messages are read at least where one request gets several: some may be hidden. */
  private static final int AHEAD = 32;

  private static final int MOST = 1_000;

  private final ServerStream stream;
  private final String filter;
  private final ServerTime time;
  private final ReentrantLock lock = new ReentrantLock();
  private final AtomicInteger wanted = new AtomicInteger();
  private final ArrayDeque<StoredMessage> found = new ArrayDeque<>();
  private final PriorityQueue<Hidden> hidden =
      new PriorityQueue<>(Comparator.comparingLong(Hidden::until));
  private final NatsSignals signals;
  private long seen;
  private long anew;
  private long heard = -1;
  private int losses;

  QueueView(ServerStream stream, String filter, NatsSignals signals, ServerTime time) {
    this.stream = stream;
    this.filter = filter;
    this.signals = signals;
    this.time = time;
    this.anew = System.nanoTime();
  }

  NatsSignals signals() {
    return signals;
  }

  private record Hidden(long until, long sequence) {}

  /** Returns messages that nobody seems to hold, up to {@code max}; none if there are none. */
  List<StoredMessage> visible(int max, Deadline deadline) {
    wanted.addAndGet(max);
    try {
      if (!locked(deadline)) {
        return List.of();
      }
      try {
        if (System.nanoTime() - anew >= 0 || losses != stream.losses()) {
          forget();
        }
        long before = signals.heard();
        if (found.isEmpty() && (before < 0 || before != heard || nanosHidden() <= 0)) {
          look(Math.min(MOST, wanted.get()), deadline);
          heard = found.isEmpty() ? before : -1;
        }
        List<StoredMessage> some = new ArrayList<>();
        while (some.size() < max && !found.isEmpty()) {
          some.add(found.poll());
        }
        return some;
      } finally {
        lock.unlock();
      }
    } finally {
      wanted.addAndGet(-max);
    }
  }

  private boolean locked(Deadline deadline) {
    try {
      return lock.tryLock(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw stream.connections().calls().failed(e, Effect.NONE);
    }
  }

  /** Begins from the start: messages may have come under numbers that were used before. */
  private void forget() {
    losses = stream.losses();
    anew = System.nanoTime() + LOOK_ANEW_NANOS;
    heard = -1;
    seen = 0;
    found.clear();
    hidden.clear();
  }

  private void look(int most, Deadline deadline) {
    revisit(most, deadline);
    int batch = Math.max(most, AHEAD);
    while (found.size() < most) {
      List<StoredMessage> some = stream.next(filter, seen + 1, batch, deadline);
      some.forEach(stored -> note(stored, deadline));
      if (some.isEmpty() || (some.size() > 1 && !found.isEmpty())) {
        return;
      }
    }
  }

  /** Looks again at what need not be hidden any more. */
  private void revisit(int most, Deadline deadline) {
    List<Long> due = new ArrayList<>();
    while (due.size() < most && nanosHidden() <= 0) {
      due.add(hidden.remove().sequence());
    }
    if (!due.isEmpty()) {
      stream
          .with(
              deadline,
              () -> stream.each(due, n -> stream.askAt(n, deadline), a -> stream.read(a, deadline)))
          .forEach(stored -> stored.ifPresent(s -> note(s, deadline)));
    }
  }

  private void note(StoredMessage stored, Deadline deadline) {
    seen = Math.max(seen, stored.sequence());
    long millis = QueueMessages.hiddenMillis(stored.headers());
    if (millis > 0) {
      Instant end = stored.time().plusMillis(millis);
      Instant now = time.now(deadline);
      if (end.isAfter(now)) {
        long left = Math.min(LONGEST, Duration.between(now, end).toMillis() + 1);
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(left);
        hidden.add(new Hidden(until, stored.sequence()));
        return;
      }
    }
    found.add(stored);
  }

  /** For how long all is hidden that was seen; very long if nothing is. */
  private long nanosHidden() {
    Hidden next = hidden.peek();
    return next == null ? Long.MAX_VALUE : next.until() - System.nanoTime();
  }

  /** How long nothing can come but what is new. */
  long nanosIdle() {
    lock.lock();
    try {
      return Math.max(0, Math.min(nanosHidden(), anew - System.nanoTime()));
    } finally {
      lock.unlock();
    }
  }
}
