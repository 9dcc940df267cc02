package io.patternsdk.benchmarks.registry;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Publication;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes one message to many topics, by hand and by the driver.
 *
 * @param driver the name of the driver
 * @param client the name of its client
 * @param byHand publishes a body to topics and returns when the server has all
 * @param pubSub the driver, with the checks of the core
 * @param topics where to, without namespace
 */
record Publisher(String driver, String client, ByHand byHand, PubSub pubSub, List<String> topics) {
  private static final byte[] BODY = new byte[100];

  /** Publishes by a client. */
  @FunctionalInterface
  interface ByHand {
    void publish(List<String> subjects, byte[] body) throws Exception;
  }

  void raw() throws Exception {
    byHand.publish(topics.stream().map(topic -> "multicast-registry." + topic).toList(), BODY);
  }

  void publishAll() {
    Message message = Message.of(BODY);
    List<Publication> publications = new ArrayList<>(topics.size());
    topics.forEach(topic -> publications.add(new Publication(topic, message)));
    if (!pubSub.publishAll(publications).failures().isEmpty()) {
      throw new IllegalStateException("not all were published");
    }
  }
}
