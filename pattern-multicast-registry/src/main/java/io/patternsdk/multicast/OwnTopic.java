package io.patternsdk.multicast;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Subscription;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A topic on which processes of the registry tell each other something, listened to from when it is
 * first needed. Thread-safe; nobody waits past the own deadline, whoever is at it.
 */
final class OwnTopic implements AutoCloseable {
  private final PubSub messaging;
  private final String name;
  private final Consumer<Message> listener;
  private final AtomicReference<@Nullable Attempt> latest = new AtomicReference<>();
  private volatile boolean closed;

  OwnTopic(PubSub messaging, String name, Consumer<Message> listener) {
    this.messaging = messaging;
    this.name = name;
    this.listener = listener;
  }

  /** One try to subscribe, which many may wait for. */
  private static final class Attempt {
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Subscription made;
  }

  /** Makes sure that it is listened to, and returns its name. */
  String listening() {
    boolean listening = false;
    while (!listening) {
      Attempt mine = new Attempt();
      Attempt other = latest.compareAndExchange(null, mine);
      if (other == null) {
        subscribe(mine);
        listening = true;
      } else {
        listening = await(other);
      }
    }
    return name;
  }

  private void subscribe(Attempt mine) {
    try {
      mine.made = messaging.subscribe(name, (unused, message) -> listener.accept(message));
    } finally {
      if (mine.made == null) {
        latest.set(null);
      }
      mine.ended.countDown();
    }
    closeIfDone();
  }

  /** Waits for somebody else's try; false if that failed. */
  private boolean await(Attempt other) {
    try {
      if (!other.ended.await(Deadline.current().remainingNanos(), TimeUnit.NANOSECONDS)) {
        throw new RejectedException(
            Rejection.DEADLINE, "the deadline came before " + name + " was subscribed to");
      }
      return other.made != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(
          ErrorKind.CANCELLED, Effect.NONE, "interrupted while " + name + " was subscribed to", e);
    }
  }

  @Override
  public void close() {
    closed = true;
    closeIfDone();
  }

  private void closeIfDone() {
    Attempt attempt = latest.get();
    Subscription made = attempt == null ? null : attempt.made;
    if (closed && made != null) {
      made.close();
    }
  }
}
