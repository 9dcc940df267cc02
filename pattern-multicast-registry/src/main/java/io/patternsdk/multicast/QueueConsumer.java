package io.patternsdk.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.queue.Delivery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes what waits for a durable identity out of its queue and hands it to a subscription, on a
 * thread of its own: when it is woken, and now and then without. Thread-safe.
 */
final class QueueConsumer {
  private static final Logger LOG = System.getLogger(RegistrySubscription.class.getName());
  private static final int BATCH = 16;
  private static final Duration REMINDER = Duration.ofMinutes(1);

  /** What a backend that is away fails with, whichever payload is asked for. */
  private static final Set<ErrorKind> AWAY =
      EnumSet.of(ErrorKind.UNAVAILABLE, ErrorKind.TIMED_OUT, ErrorKind.RATE_LIMITED);

  private final DurableQueue queue;
  private final RegistrySubscription subscription;
  private final Duration pollInterval;
  private final Duration visibility;
  private final Clock clock;
  private final Recent handedOut;
  private final Semaphore signal = new Semaphore(0);
  private volatile @Nullable Thread thread;

  QueueConsumer(
      DurableQueue queue,
      RegistrySubscription subscription,
      RegistrySettings settings,
      Clock clock) {
    this.queue = queue;
    this.subscription = subscription;
    this.pollInterval = settings.pollInterval();
    this.visibility = settings.visibilityTimeout();
    this.clock = clock;
    this.handedOut = new Recent(settings.window() + BATCH);
  }

  void start() {
    String name = "deliveries-" + subscription.identity().id();
    thread = Thread.ofVirtual().name(name).start(this::run);
  }

  /** Looks into the queue at once; being woken several times before it waits counts once. */
  void wake() {
    if (signal.availablePermits() == 0) {
      signal.release();
    }
  }

  /** Tells whether a delivery that its receiver may not have seen the next of came from here. */
  boolean handedOut(String receipt) {
    return handedOut.contains(receipt);
  }

  /** Waits until the subscription, which has ended, gets nothing more, or interrupts it. */
  void awaitEnd() {
    Thread running = thread;
    if (running == null || running == Thread.currentThread()) {
      return;
    }
    try {
      if (!running.join(Deadline.current().atMost(Duration.ofSeconds(30)))) {
        running.interrupt();
      }
    } catch (InterruptedException e) {
      running.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!subscription.isClosed()) {
        if (!handOutSome()) {
          pause();
        }
      }
    } catch (InterruptedException e) {
      LOG.log(Level.DEBUG, "interrupted by closing, after its deadline", e);
    }
  }

  private void pause() throws InterruptedException {
    if (signal.tryAcquire(pollInterval.toNanos(), TimeUnit.NANOSECONDS)) {
      signal.drainPermits();
    }
  }

  private boolean handOutSome() {
    try {
      List<Delivered> batch = receive();
      for (Delivered delivered : batch) {
        awaitId(delivered);
        awaitPayload(delivered);
        subscription.handOut(delivered);
      }
      return !batch.isEmpty();
    } catch (RuntimeException e) {
      warn(e);
      return false;
    }
  }

  /** Several consumers receive at the same time, so each reserves the memory before. */
  private List<Delivered> receive() {
    Unacknowledged unacknowledged = subscription.unacknowledged();
    int room = unacknowledged.room(BATCH);
    try {
      return room == 0 ? List.of() : receive(room);
    } finally {
      unacknowledged.received();
    }
  }

  private List<Delivered> receive(int most) {
    List<Delivered> batch = new ArrayList<>();
    for (Delivery delivery : queue.receive(subscription.identity().id(), most)) {
      String receipt = delivery.receipt().text();
      Delivered delivered = subscription.delivered(receipt, delivery.message(), delivery.attempt());
      subscription.unacknowledged().add(delivered);
      handedOut.add(receipt);
      batch.add(delivered);
    }
    return batch;
  }

  /** Waits until so much has been acknowledged that the rest can be said in one id. */
  private void awaitId(Delivered delivered) {
    try {
      while (subscription.needsIds() && !subscription.isClosed() && !delivered.identified()) {
        pause();
      }
    } catch (InterruptedException e) {
      subscription.end(); // so that what is left of the batch is given back
    }
  }

  /**
   * Waits while its payload cannot be read for now: given back again and again, it would soon be a
   * dead letter. What cannot be read at all fails when it is handed out.
   */
  private void awaitPayload(Delivered delivered) {
    Absence absence = new Absence();
    try {
      while (!subscription.isClosed() && absence.lasts(delivered)) {
        pause();
      }
    } catch (InterruptedException e) {
      subscription.end(); // so that what is left of the batch is given back
    }
  }

  /**
   * For how long the payload of one delivery could not be read. While its backend is away that may
   * be for ever, as the next one could not be read either. Where it may be this payload alone, as
   * with a permission, it is one visibility timeout, so that nothing stands in the way of what
   * waits behind it.
   */
  private final class Absence {
    private final long begun = clock.nanoTime();
    private long reminded = begun - REMINDER.toNanos();

    boolean lasts(Delivered delivered) {
      try {
        delivered.fetch();
        return false;
      } catch (OperationException e) {
        boolean waits = isAway(e) || (isPassing(e) && !isOver(begun, visibility));
        if (waits && isOver(reminded, REMINDER)) {
          reminded = clock.nanoTime();
          warn(e);
        }
        return waits;
      }
    }

    private boolean isOver(long since, Duration time) {
      return clock.nanoTime() - since >= time.toNanos();
    }
  }

  /** Tells whether the backend was not called, or is not there. */
  private static boolean isAway(OperationException e) {
    return !(e instanceof BackendException failed) || AWAY.contains(failed.kind());
  }

  private static boolean isPassing(OperationException e) {
    return e instanceof BackendException failed && failed.kind().backendFailure();
  }

  private void warn(RuntimeException e) {
    LOG.log(
        Level.WARNING,
        "no deliveries for {0} for now: {1}",
        subscription.identity().id(),
        e.getMessage());
  }

  /** The last few receipts of many. One thread adds, any asks. */
  private static final class Recent {
    private final int most;
    private final Deque<String> inOrder = new ArrayDeque<>();
    private final Set<String> receipts = ConcurrentHashMap.newKeySet();

    Recent(int most) {
      this.most = most;
    }

    void add(String receipt) {
      if (inOrder.size() == most) {
        receipts.remove(inOrder.removeFirst());
      }
      inOrder.addLast(receipt);
      receipts.add(receipt);
    }

    boolean contains(String receipt) {
      return receipts.contains(receipt);
    }
  }
}
