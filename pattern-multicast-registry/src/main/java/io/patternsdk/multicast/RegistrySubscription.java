package io.patternsdk.multicast;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.queue.Delivery;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One receiver listening for one identity. Closing it ends the deliveries and waits for a running
 * one; what was delivered and not acknowledged stays held for the visibility timeout, so that a
 * receiver that comes back can still acknowledge it. Thread-safe.
 */
public final class RegistrySubscription implements AutoCloseable {
  private static final Logger LOG = System.getLogger(RegistrySubscription.class.getName());
  private static final int BATCH = 16;

  private final Identity identity;
  private final Receiver receiver;
  private final AckMode mode;
  private final Holdings holdings;
  private final @Nullable DurableQueue queue;
  private final Duration pollInterval;
  private final AtomicLong handling;
  private final Wake wake = new Wake();
  private final Consumer<RegistrySubscription> onClose;
  private final Recent handedOut;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();
  private volatile long endedAt;
  private volatile @Nullable Subscription topic;
  private volatile @Nullable Thread loop;

  RegistrySubscription(
      Identity identity,
      Receiver receiver,
      AckMode mode,
      Holdings holdings,
      @Nullable DurableQueue queue,
      Duration pollInterval,
      AtomicLong handling,
      Consumer<RegistrySubscription> onClose) {
    this.identity = identity;
    this.receiver = receiver;
    this.mode = mode;
    this.holdings = holdings;
    this.queue = queue;
    this.pollInterval = pollInterval;
    this.handling = handling;
    this.handedOut = new Recent(holdings.most() + BATCH);
    this.onClose = onClose;
  }

  /** Returns the identity as it was when the subscription began. */
  public Identity identity() {
    return identity;
  }

  /** Tells whether it has been closed. */
  public boolean isClosed() {
    return ended.get();
  }

  /** Returns when it ended, in the nanoseconds of its holdings. */
  long endedAt() {
    return endedAt;
  }

  /** Tells whether its deliveries come from a queue. */
  boolean durable() {
    return queue != null;
  }

  /** Tells whether a delivery that its receiver may not have seen the next of came from here. */
  boolean handedOut(String delivery) {
    return handedOut.contains(delivery);
  }

  void open(PubSub messaging) {
    Subscription opened = messaging.subscribe(identity.topic(), new Listener());
    topic = opened;
    if (closed.get()) {
      opened.close(); // whoever closed this meanwhile may not have seen it
    } else if (queue != null) {
      loop = Thread.ofVirtual().name("deliveries-" + identity.id()).start(() -> drain(queue));
    }
  }

  /** Looks into the queue at once. */
  void wake() {
    wake.up();
  }

  /** Hands nothing out any more; does not wait, and closes nothing. */
  void end() {
    if (!ended.get()) {
      endedAt = holdings.now();
      if (ended.compareAndSet(false, true)) {
        wake.up();
        receiver.onEnd();
      }
    }
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    try {
      end();
    } finally {
      release();
    }
  }

  private void release() {
    try {
      Subscription opened = topic;
      if (opened != null) {
        opened.close();
      }
      awaitLoop();
    } finally {
      onClose.accept(this);
    }
  }

  private void awaitLoop() {
    Thread running = loop;
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

  private void drain(DurableQueue from) {
    while (!ended.get()) {
      try {
        if (!deliverSome(from)) {
          wake.await(pollInterval);
        }
      } catch (InterruptedException e) {
        return; // only close interrupts, after its deadline
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "no deliveries for {0} for now: {1}", identity.id(), e.getMessage());
        if (!pause()) {
          return;
        }
      }
    }
  }

  private boolean pause() {
    try {
      wake.await(pollInterval);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  private boolean deliverSome(DurableQueue from) {
    int room = holdings.room(BATCH);
    if (room == 0) {
      return false;
    }
    List<Delivered> batch = new ArrayList<>();
    for (Delivery delivery : from.receive(identity.id(), room)) {
      String name = delivery.receipt().text();
      Delivered delivered =
          new Delivered(holdings, this, name, delivery.message(), delivery.attempt());
      holdings.add(delivered);
      handedOut.add(name);
      batch.add(delivered);
    }
    for (Delivered delivered : batch) {
      awaitId(delivered);
      if (ended.get()) {
        giveBack(delivered);
      } else {
        deliver(delivered);
      }
    }
    return !batch.isEmpty();
  }

  /** Waits until so much has been acknowledged that the rest can be said in one id. */
  private void awaitId(Delivered delivered) {
    while (mode == AckMode.MANUAL && !ended.get() && !delivered.identified()) {
      if (!pause()) {
        end();
      }
    }
  }

  private void deliver(Delivered delivered) {
    handling.incrementAndGet();
    try {
      receiver.onDelivery(delivered);
      if (mode == AckMode.AUTO) {
        delivered.ack();
      }
    } catch (RuntimeException | Error e) {
      LOG.log(Level.WARNING, "receiver of " + identity.id() + " failed on " + delivered.name(), e);
      giveBack(delivered);
    } finally {
      handling.decrementAndGet();
    }
  }

  /** Never fails, because the rest of a batch would stay held by nobody. */
  private void giveBack(Delivered delivered) {
    try {
      delivered.nack();
    } catch (RuntimeException e) {
      LOG.log(
          Level.WARNING,
          "{0} comes again only when its time is up: {1}",
          delivered.name(),
          e.getMessage());
    }
  }

  /** Listens on the topic: for messages, or for wake-ups if the queue is the way of delivery. */
  private final class Listener implements Subscriber {
    @Override
    public void onMessage(String topic, Message message) {
      if (queue != null) {
        wake.up();
      } else if (message.header(Headers.WAKE_UP).isEmpty() && !ended.get()) {
        Delivered delivered =
            new Delivered(holdings, RegistrySubscription.this, message.id(), message, 1);
        if (message.header(Headers.REPLY_TO).isPresent()) {
          holdings.add(delivered);
        }
        deliver(delivered);
      }
    }

    @Override
    public void onGap(Gap gap) {
      if (queue != null) {
        wake.up();
      } else {
        receiver.onGap();
      }
    }
  }

  /** Wakes one waiting thread; being woken several times before it waits counts once. */
  private static final class Wake {
    private final Semaphore signal = new Semaphore(0);

    void up() {
      if (signal.availablePermits() == 0) {
        signal.release();
      }
    }

    /** Waits until woken or the time is up. */
    void await(Duration atMost) throws InterruptedException {
      if (signal.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        signal.drainPermits();
      }
    }
  }

  /** The last few ids of many. One thread adds, any asks. */
  private static final class Recent {
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
}
