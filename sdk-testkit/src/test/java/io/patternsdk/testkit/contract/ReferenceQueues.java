package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The queues of a store, with the settings of one driver. */
final class ReferenceQueues implements MessageQueue, QueueVisibility, QueueDeadLetter {
  private final ReferenceServer server;
  private final ReferenceStore store;
  private final Duration visibility;
  private final int maxAttempts;
  private final Duration timeout;
  private volatile boolean closed;

  ReferenceQueues(
      ReferenceServer server,
      ReferenceStore store,
      Duration visibility,
      int maxAttempts,
      Duration timeout) {
    this.server = server;
    this.store = store;
    this.visibility = visibility;
    this.maxAttempts = maxAttempts;
    this.timeout = timeout;
  }

  @Override
  public void enqueue(String queue, Message message) {
    store.locked(
        () -> {
          boolean again = store.alive(queue).stream().anyMatch(i -> i.message.equals(message));
          if (!again || !server.has(Flaw.ENQUEUE_SKIPS_THE_SAME_ID)) {
            Message kept = server.sorted(message, Flaw.QUEUED_HEADERS_ARE_SORTED);
            store.alive(queue).add(new ReferenceItem(kept));
          }
          wake();
          return true;
        });
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    return take(queue, max, wait, visibility);
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration hidden) {
    return take(queue, max, wait, server.shortened(hidden, Flaw.VISIBILITY_IS_A_LITTLE_SHORT));
  }

  private List<Delivery> take(String queue, int max, Duration wait, Duration hidden) {
    Deadline deadline = Deadline.after(wait);
    if (!server.has(Flaw.WAITS_IGNORE_THE_DEADLINE)) {
      deadline = deadline.sooner(Deadline.current());
    }
    if (server.has(Flaw.WAITS_END_AT_THE_OPERATION_TIMEOUT)) {
      deadline = deadline.sooner(Deadline.after(timeout));
    }
    Deadline end = server.has(Flaw.NOBODY_WAITS) ? Deadline.after(Duration.ZERO) : deadline;
    return store.locked(
        () -> {
          while (true) {
            List<Delivery> taken = take(queue, max, hidden);
            if (!taken.isEmpty() || end.passed()) {
              return taken;
            }
            await(end);
          }
        });
  }

  /** Ends the waits of this driver. */
  void close() {
    closed = !server.has(Flaw.CLOSING_LEAVES_WHO_WAITS);
    store.locked(
        () -> {
          store.changed.signalAll();
          return closed;
        });
  }

  private void await(Deadline end) {
    if (closed) {
      throw new BackendException(ErrorKind.CLOSED, "the driver is closed");
    }
    try {
      long step = server.has(Flaw.NOBODY_IS_WOKEN) ? Long.MAX_VALUE : 10_000_000;
      var unused = store.changed.awaitNanos(Math.min(step, end.remainingNanos()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, "interrupted", e);
    }
  }

  private List<Delivery> take(String queue, int max, Duration hidden) {
    List<Delivery> taken = new ArrayList<>();
    for (ReferenceItem item : List.copyOf(store.alive(queue))) {
      if (item.hidden() || (taken.size() == max && !server.has(Flaw.MAX_IS_IGNORED))) {
        continue;
      }
      if (item.attempts >= maxAttempts) {
        store.alive(queue).remove(item);
        store.dead(queue).add(item);
        continue;
      }
      item.deliver(hidden.dividedBy(server.has(Flaw.VISIBILITY_IS_HALVED) ? 2 : 1));
      if (server.has(Flaw.ATTEMPTS_ARE_FORGOTTEN)) {
        item.attempts = 1;
      }
      String receipt = server.has(Flaw.OLD_RECEIPTS_HOLD) ? item.id : item.receipt();
      taken.add(new Delivery(item.message, new Receipt(receipt), item.attempts));
    }
    return taken;
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    return store.locked(
        () ->
            store.alive(queue).stream()
                .filter(item -> holds(item, receipt))
                .findFirst()
                .map(i -> server.has(Flaw.ACK_DOES_NOTHING) || store.alive(queue).remove(i))
                .orElse(false));
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    return hide(queue, receipt, Duration.ZERO);
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration hidden) {
    return hide(queue, receipt, server.shortened(hidden, Flaw.EXTENDING_IS_A_LITTLE_SHORT));
  }

  private boolean hide(String queue, Receipt receipt, Duration hidden) {
    return store.locked(
        () -> {
          for (ReferenceItem item : store.alive(queue)) {
            if (holds(item, receipt)) {
              extend(item, hidden);
              wake();
              return true;
            }
          }
          return false;
        });
  }

  private void extend(ReferenceItem item, Duration hidden) {
    if (hidden.isZero() || !server.has(Flaw.EXTENDING_DOES_NOTHING)) {
      item.hide(hidden);
    }
  }

  private boolean holds(ReferenceItem item, Receipt receipt) {
    boolean old = server.has(Flaw.OLD_RECEIPTS_HOLD) && receipt.text().equals(item.id);
    return old || (item.hidden() && receipt.text().equals(item.receipt()));
  }

  private void wake() {
    if (!server.has(Flaw.NOBODY_IS_WOKEN)) {
      store.changed.signalAll();
    }
  }

  @Override
  public Depth depth(String queue) {
    return store.locked(
        () -> {
          long hidden = store.alive(queue).stream().filter(ReferenceItem::hidden).count();
          return new Depth(store.alive(queue).size() - hidden, hidden);
        });
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    return store.locked(
        () ->
            store.dead(queue).stream()
                .limit(max)
                .map(item -> new DeadLetter(item.id, item.message, item.attempts))
                .toList());
  }

  @Override
  public long deadLetterCount(String queue) {
    return store.locked(() -> store.dead(queue).size());
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    return store.locked(
        () -> {
          int moved = 0;
          for (ReferenceItem item : List.copyOf(store.dead(queue))) {
            if (ids.contains(item.id)) {
              store.dead(queue).remove(item);
              item.attempts = server.has(Flaw.REDRIVING_KEEPS_THE_ATTEMPTS) ? 1 : 0;
              store.alive(queue).add(item);
              moved++;
            }
          }
          wake();
          return moved;
        });
  }

  @Override
  public long purgeDeadLetters(String queue) {
    return store.locked(
        () -> {
          long size = store.dead(queue).size();
          store.dead(queue).clear();
          return size;
        });
  }
}
