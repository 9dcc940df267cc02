package io.patternsdk.multicast;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.pubsub.PubSub;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The acknowledgements that multicasts of this process wait for, on a topic of its own that is
 * subscribed to with the first of them.
 */
final class Confirmations implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Confirmations.class.getName());

  private final PubSub messaging;
  private final OwnTopic topic;
  private final Map<String, Expected> expected = new ConcurrentHashMap<>();

  Confirmations(PubSub messaging) {
    this.messaging = messaging;
    this.topic =
        new OwnTopic(
            messaging, "acknowledgements." + Message.of(new byte[0]).id(), this::onMessage);
  }

  /** Returns the topic on which receivers acknowledge, having made sure that it is listened to. */
  String topic() {
    return topic.listening();
  }

  /** Expects identities to acknowledge a message; the caller closes it. */
  Expected expect(String message, Collection<String> identities) {
    Expected mine = new Expected(message, new HashSet<>(identities));
    expected.put(message, mine);
    return mine;
  }

  /**
   * Tells whoever waits for it that an identity has acknowledged a message. The acknowledgement
   * stands, whether or not they learn of it.
   */
  void confirm(Message message, String identity) {
    message.header(Headers.REPLY_TO).ifPresent(to -> confirm(to, message.id(), identity));
  }

  private void confirm(String to, String message, String identity) {
    try {
      messaging.publish(
          to,
          Message.builder(new byte[0])
              .header(Headers.ACKNOWLEDGES, message)
              .header(Headers.IDENTITY, identity)
              .build());
    } catch (OperationException e) {
      LOG.log(
          Level.WARNING, "whoever waits for an acknowledgement is not told: {0}", e.getMessage());
    }
  }

  @Override
  public void close() {
    topic.close();
  }

  private void onMessage(Message message) {
    Expected waiting = expected.get(message.header(Headers.ACKNOWLEDGES).orElse(""));
    if (waiting != null) {
      message.header(Headers.IDENTITY).ifPresent(waiting::acknowledged);
    }
  }

  /** The acknowledgements of one message. */
  final class Expected implements AutoCloseable {
    private final String message;
    private final Set<String> missing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private Expected(String message, Set<String> missing) {
      this.message = message;
      this.missing = missing;
    }

    /** Stops expecting one identity. */
    void acknowledged(String identity) {
      lock.lock();
      try {
        if (missing.remove(identity) && missing.isEmpty()) {
          changed.signalAll();
        }
      } finally {
        lock.unlock();
      }
    }

    /** Waits until all have acknowledged or the deadline has come; returns who has not. */
    Set<String> await(Deadline deadline) {
      lock.lock();
      try {
        while (!missing.isEmpty() && !deadline.passed()) {
          changed.await(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        lock.unlock();
      }
      return missing();
    }

    private Set<String> missing() {
      lock.lock();
      try {
        return Set.copyOf(missing);
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      expected.remove(message);
    }
  }
}
