package io.patternsdk.testkit.contract.pubsub;

import io.patternsdk.core.Message;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.testkit.contract.Inbox;
import io.patternsdk.testkit.contract.internal.Durations;
import java.time.Duration;

/**
 * Time for a subscriber who must not be called to be called nevertheless. That one subscriber was
 * called does not tell that no other will be: each is called by a thread of its own, and either may
 * be kept waiting by a busy machine.
 */
final class Silence {
  private static final int ROUNDS = 10;
  private static final Duration LEAST = Duration.ofMillis(100);

  private Silence() {}

  /**
   * Publishes until a subscriber of the topic has been called again and again and for a while: who
   * wrongly listens to it too has had as many turns, however little of the processors is left.
   */
  static void after(PubSub pubSub, String topic, Inbox listening) {
    long start = System.nanoTime();
    for (int i = 0; i < ROUNDS || Durations.since(start).compareTo(LEAST) < 0; i++) {
      String text = "in the silence " + i;
      pubSub.publish(topic, Message.of(text));
      listening.awaits(text);
    }
  }
}
