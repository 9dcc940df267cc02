package io.patternsdk.multicast;

import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.pubsub.PubSub;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Tells the other processes that the receiver of an identity has come back to this one, or that the
 * identity is no more, so that they let go at once of what they hold for it. Who does not learn of
 * it lets go when the visibility has run out.
 */
final class Notices implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Notices.class.getName());
  private static final String IDENTITY = "identity";
  private static final String LAST = "last";

  private final PubSub messaging;
  private final Consumer<String> onUnregistered;
  private final BiConsumer<String, DeliveryId> onTakenOver;
  private final OwnTopic topic;

  /**
   * Makes one that nobody listens to yet.
   *
   * @param onUnregistered what to do when an identity is no more
   * @param onTakenOver what to do when the receiver of an identity has acknowledged up to a
   *     delivery and has come back to another process
   */
  Notices(
      PubSub messaging,
      Consumer<String> onUnregistered,
      BiConsumer<String, DeliveryId> onTakenOver) {
    this.messaging = messaging;
    this.onUnregistered = onUnregistered;
    this.onTakenOver = onTakenOver;
    this.topic = new OwnTopic(messaging, "registry.notices", this::heard);
  }

  /** Listens from now on. */
  void listen() {
    topic.listening();
  }

  /** Tells that the receiver of an identity has acknowledged up to a delivery. */
  void takenOver(String identity, DeliveryId last) {
    publish(JsonObject.builder().put(IDENTITY, identity).put(LAST, last.text(identity)).build());
  }

  /** Tells that an identity has been unregistered. */
  void unregistered(String identity) {
    publish(JsonObject.builder().put(IDENTITY, identity).build());
  }

  private void publish(JsonObject notice) {
    try {
      messaging.publish(
          topic.listening(),
          Message.builder(notice.toBytes()).header(Headers.WAKE_UP, "notice").build());
    } catch (OperationException e) {
      LOG.log(Level.WARNING, "other processes hold deliveries longer: {0}", e.getMessage());
    }
  }

  private void heard(Message message) {
    try {
      JsonObject notice = JsonObject.parse(message.body());
      String identity = notice.string(IDENTITY);
      if (!notice.has(LAST)) {
        later(() -> onUnregistered.accept(identity));
      } else {
        DeliveryId.parse(identity, notice.string(LAST))
            .ifPresent(last -> later(() -> onTakenOver.accept(identity, last)));
      }
    } catch (JsonException e) {
      LOG.log(Level.DEBUG, "somebody else's message", e);
    }
  }

  /** Calls backends, so not on the thread that brings messages. */
  private static void later(Runnable task) {
    Thread.ofVirtual()
        .name("notice")
        .start(
            () -> {
              try {
                task.run();
              } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "deliveries are held longer: {0}", e.getMessage());
              }
            });
  }

  @Override
  public void close() {
    topic.close();
  }
}
