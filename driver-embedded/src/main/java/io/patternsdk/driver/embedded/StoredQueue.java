package io.patternsdk.driver.embedded;

import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.Journal.Commit;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.QueuedMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** One queue. Guarded by its lock, which {@link StoredQueues} takes. */
final class StoredQueue {
  final ReentrantLock lock = new ReentrantLock();
  final Condition arrival = lock.newCondition();

  /** How many receivers wait. */
  int waiting;

  /** Set once the queue was empty and idle: whoever holds it looks the name up anew. */
  boolean retired;

  /** The way to disk of the latest change. */
  Commit commit = Commit.NONE;

  private final String name;
  private final Journal journal;
  private final int maxAttempts;
  private final TreeMap<Long, QueuedMessage> ready = new TreeMap<>();
  private final Map<Long, QueuedMessage> hidden = new HashMap<>();
  private final TreeMap<Long, QueuedMessage> dead = new TreeMap<>();
  private final TreeMap<Return, QueuedMessage> returns = new TreeMap<>();

  StoredQueue(String name, Journal journal, int maxAttempts) {
    this.name = name;
    this.journal = journal;
    this.maxAttempts = maxAttempts;
  }

  String name() {
    return name;
  }

  /** When a hidden message comes back. */
  private record Return(long at, long id) implements Comparable<Return> {
    @Override
    public int compareTo(Return other) {
      return at != other.at ? Long.compare(at, other.at) : Long.compare(id, other.id);
    }
  }

  /** Puts in what was there when the process began. */
  void load(QueuedMessage parked) {
    if (parked.state().dead()) {
      dead.put(parked.id(), parked);
    } else if (parked.state().hidden()) {
      hide(parked);
    } else {
      ready.put(parked.id(), parked);
    }
  }

  void add(QueuedMessage parked) {
    ready.put(parked.id(), parked);
    commit = journal.parked(name, parked);
  }

  /** Brings back what was hidden until now, or sets it aside if that was its last attempt. */
  void settle(long now) {
    while (!returns.isEmpty() && returns.firstKey().at <= now) {
      QueuedMessage parked = returns.firstEntry().getValue();
      unhide(parked);
      giveBack(parked);
    }
  }

  /** Returns when the next hidden message comes back; {@link MonotonicClock#NEVER} if none does. */
  long nextReturn() {
    return returns.isEmpty() ? MonotonicClock.NEVER : returns.firstKey().at;
  }

  boolean hasReady() {
    return !ready.isEmpty();
  }

  /** Whether nothing would be lost with this object. */
  boolean isIdle() {
    return ready.isEmpty() && hidden.isEmpty() && dead.isEmpty() && waiting == 0;
  }

  List<QueuedMessage> take(int max, long hiddenUntil, LongSupplier receipts) {
    List<QueuedMessage> taken = new ArrayList<>();
    while (taken.size() < max && !ready.isEmpty()) {
      QueuedMessage next = ready.pollFirstEntry().getValue();
      QueuedMessage delivered = next.deliveredUntil(hiddenUntil, receipts.getAsLong());
      hide(delivered);
      commit = journal.moved(delivered);
      taken.add(delivered);
    }
    return taken;
  }

  boolean ack(Receipt receipt) {
    QueuedMessage held = release(receipt);
    if (held != null) {
      commit = journal.gone(held.id());
    }
    return held != null;
  }

  boolean nack(Receipt receipt) {
    QueuedMessage held = release(receipt);
    if (held != null) {
      giveBack(held.given());
    }
    return held != null;
  }

  boolean extend(Receipt receipt, long until) {
    QueuedMessage held = release(receipt);
    if (held != null) {
      QueuedMessage extended = held.hiddenUntil(until);
      hide(extended);
      commit = journal.moved(extended);
    }
    return held != null;
  }

  Depth depth() {
    return new Depth(ready.size(), hidden.size());
  }

  List<QueuedMessage> dead(int max) {
    return dead.values().stream().limit(max).toList();
  }

  long deadCount() {
    return dead.size();
  }

  int redrive(Collection<String> ids) {
    int redriven = 0;
    for (String id : ids) {
      QueuedMessage parked = dead.remove(QueuedMessage.id(id));
      if (parked != null) {
        QueuedMessage again = parked.redriven();
        ready.put(again.id(), again);
        commit = journal.moved(again);
        redriven++;
      }
    }
    return redriven;
  }

  long purge() {
    long purged = dead.size();
    dead.keySet().forEach(id -> commit = journal.gone(id));
    dead.clear();
    return purged;
  }

  /** Takes out what the receipt holds: hidden, or come back and given to nobody else yet. */
  private @Nullable QueuedMessage release(Receipt receipt) {
    long id = QueuedMessage.id(receipt.text());
    QueuedMessage delivered = hidden.getOrDefault(id, ready.get(id));
    if (delivered == null || !delivered.heldBy(receipt)) {
      return null;
    }
    if (delivered.state().hidden()) {
      unhide(delivered);
    } else {
      ready.remove(id);
    }
    return delivered;
  }

  private void giveBack(QueuedMessage parked) {
    boolean last = parked.state().attempts() >= maxAttempts;
    QueuedMessage moved = last ? parked.dead() : parked.hiddenUntil(0);
    (last ? dead : ready).put(moved.id(), moved);
    commit = journal.moved(moved);
  }

  private void hide(QueuedMessage parked) {
    hidden.put(parked.id(), parked);
    returns.put(new Return(parked.state().hiddenUntil(), parked.id()), parked);
  }

  private void unhide(QueuedMessage parked) {
    hidden.remove(parked.id());
    returns.remove(new Return(parked.state().hiddenUntil(), parked.id()));
  }
}
