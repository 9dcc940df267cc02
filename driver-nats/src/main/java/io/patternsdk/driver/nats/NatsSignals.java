package io.patternsdk.driver.nats;

import io.nats.client.Message;
import io.nats.client.Subscription;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What other processes tell of a queue while somebody waits for it: that something was stored, and
 * for how long it is hidden. One subscription for all who wait. News may be lost with whoever would
 * have told them.
 */
final class NatsSignals {
  private static final Logger LOG = System.getLogger(NatsSignals.class.getName());

  private final NatsConnections connections;
  private final String subject;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Runnable onLoss = this::wake;
  private @Nullable Subscription subscription;
  private int listeners;
  private long heard;
  private long due = Long.MAX_VALUE;

  NatsSignals(NatsConnections connections, String subject) {
    this.connections = connections;
    this.subject = subject;
  }

  /**
   * Tells whoever waits that something was stored, which is done in any case.
   *
   * @param millis for how long it is hidden
   */
  static void tell(NatsConnections connections, String subject, long millis) {
    try {
      connections.publish(
          subject, null, null, Long.toString(millis).getBytes(StandardCharsets.US_ASCII));
    } catch (OperationException e) {
      LOG.log(Level.DEBUG, "whoever waits looks by itself", e);
    }
  }

  /** Begins to listen; followed by one {@link #leave}. */
  void listen() {
    lock.lock();
    try {
      if (listeners == 0) {
        connections.events().onLoss(onLoss);
        subscription = connections.subscribe(subject, this::hear);
        heard++; // what came before was not heard
      }
      listeners++;
    } catch (RuntimeException e) {
      connections.events().removeOnLoss(onLoss);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      if (--listeners == 0 && subscription != null) {
        connections.events().removeOnLoss(onLoss);
        connections.unsubscribe(subscription);
        subscription = null;
        due = Long.MAX_VALUE;
      }
    } finally {
      lock.unlock();
    }
  }

  private void hear(Message message) {
    String text = new String(message.getData(), StandardCharsets.US_ASCII);
    long millis = text.matches("\\d{1,15}") ? Long.parseLong(text) : 0;
    lock.lock();
    try {
      if (millis == 0) {
        heard++;
        changed.signalAll();
      } else if (later(millis) - due < 0 || due == Long.MAX_VALUE) {
        due = later(millis);
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static long later(long millis) {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Math.min(millis, QueueView.LONGEST));
  }

  private void wake() {
    lock.lock();
    try {
      heard++;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns how much has been heard, to be looked for now; what is hidden for a time is heard of
   * when that has passed. Negative if nobody listens.
   */
  long heard() {
    lock.lock();
    try {
      if (nanosDue() <= 0) {
        due = Long.MAX_VALUE;
        heard++;
      }
      return subscription == null ? -1 : heard;
    } finally {
      lock.unlock();
    }
  }

  private long nanosDue() {
    return due == Long.MAX_VALUE ? due : due - System.nanoTime();
  }

  /**
   * Waits until more has been heard, at most so long.
   *
   * @throws io.patternsdk.core.OperationException if the connection is another one than in {@code
   *     epoch}: nothing is heard any more
   */
  void await(long before, long nanos, int epoch) {
    lock.lock();
    try {
      long end = System.nanoTime() + nanos;
      while (heard == before && nanosDue() > 0 && end - System.nanoTime() > 0) {
        long unused = changed.awaitNanos(Math.min(end - System.nanoTime(), nanosDue()));
      }
      if (connections.calls().closed() || connections.epoch() != epoch) {
        throw connections.calls().failed(NatsErrors.lost(), Effect.NONE);
      }
    } catch (InterruptedException e) {
      throw connections.calls().failed(e, Effect.NONE);
    } finally {
      lock.unlock();
    }
  }
}
