package io.patternsdk.driver.postgres;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.Subscriber;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A subscriber that keeps the texts of messages and the names of gaps, as they come. */
final class Heard implements Subscriber {
  private final Queue<String> all = new ConcurrentLinkedQueue<>();

  @Override
  public void onMessage(String topic, Message message) {
    all.add(message.text());
  }

  @Override
  public void onGap(Gap gap) {
    all.add(gap.name());
  }

  List<String> all() {
    return List.copyOf(all);
  }
}
