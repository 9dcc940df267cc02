package io.patternsdk.driver.redis;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.Subscriber;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A subscriber that keeps the texts of messages and the names of gaps. */
final class Recorder implements Subscriber {
  final Queue<String> seen = new ConcurrentLinkedQueue<>();

  @Override
  public void onMessage(String topic, Message message) {
    seen.add(message.text());
  }

  @Override
  public void onGap(Gap gap) {
    seen.add(gap.name());
  }
}
