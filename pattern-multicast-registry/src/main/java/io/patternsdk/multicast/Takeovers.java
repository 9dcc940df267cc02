package io.patternsdk.multicast;

import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.PubSub;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/**
 * Tells the other processes that a receiver has come back to this one, so that they let go at once
 * of what they hold for it. Who does not learn of it lets go when the visibility has run out.
 */
final class Takeovers implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Takeovers.class.getName());
  private static final String IDENTITY = "identity";
  private static final String LAST = "last";

  private final PubSub messaging;
  private final Subscriptions subscriptions;
  private final OwnTopic topic;

  Takeovers(PubSub messaging, Subscriptions subscriptions) {
    this.messaging = messaging;
    this.subscriptions = subscriptions;
    this.topic = new OwnTopic(messaging, "registry.takeovers", this::heard);
  }

  /** Listens from now on. */
  void listen() {
    topic.listening();
  }

  /** Tells that the receiver of an identity has acknowledged up to a position. */
  void announce(String identity, Position last) {
    JsonObject body =
        JsonObject.builder().put(IDENTITY, identity).put(LAST, last.text(identity)).build();
    try {
      messaging.publish(
          topic.listening(),
          Message.builder(body.toBytes()).header(Headers.WAKE_UP, "takeover").build());
    } catch (OperationException e) {
      LOG.log(Level.WARNING, "{0} gets the rest later: {1}", identity, e.getMessage());
    }
  }

  private void heard(Message message) {
    try {
      JsonObject body = JsonObject.parse(message.body());
      String identity = body.string(IDENTITY);
      Position.parse(identity, body.string(LAST))
          .ifPresent(
              last -> // not on the thread that brings messages: this calls backends
              Thread.ofVirtual()
                      .name("takeover-" + identity)
                      .start(() -> subscriptions.takenOver(identity, last)));
    } catch (JsonException e) {
      LOG.log(Level.DEBUG, "somebody else's message", e);
    }
  }

  @Override
  public void close() {
    topic.close();
  }
}
