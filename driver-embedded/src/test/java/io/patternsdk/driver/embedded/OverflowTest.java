package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Clock;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.testkit.Leaks;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a subscriber that is too slow misses, and how it learns of it. */
final class OverflowTest {
  private final Backend backend = Opened.with(Map.of("subscriber_buffer", 2), Clock.system());
  private final PubSub pubSub = backend.require(PUBSUB_BASIC);
  private final Slow slow = new Slow();

  /** Takes one message for each permit, and records what it is told. */
  private static final class Slow implements Subscriber {
    private final Semaphore permits = new Semaphore(0);
    private final LinkedBlockingQueue<String> log = new LinkedBlockingQueue<>();

    @Override
    public void onMessage(String topic, Message message) {
      log.add(message.text());
      permits.acquireUninterruptibly();
    }

    @Override
    public void onGap(Gap gap) {
      log.add(gap.name());
    }
  }

  @AfterEach
  void close() {
    slow.permits.release(1_000);
    backend.close();
  }

  @Test
  void theGapIsReportedWhereTheMessagesWouldHaveBeen() throws InterruptedException {
    Subscription subscription = pubSub.subscribe("t", slow);
    publish("running");
    assertThat(slow.log.take()).isEqualTo("running");
    publish("a", "b", "dropped", "dropped");
    assertThat(subscription.dropped()).isEqualTo(2);
    slow.permits.release(1);
    assertThat(slow.log.take()).isEqualTo("a");
    publish("c");
    slow.permits.release(100);
    assertThat(List.of(slow.log.take(), slow.log.take(), slow.log.take()))
        .containsExactly("b", "OVERFLOW", "c");
  }

  @Test
  void theGapIsReportedThoughNothingFollows() throws InterruptedException {
    Subscription subscription = pubSub.subscribe("t", slow);
    publish("running");
    assertThat(slow.log.take()).isEqualTo("running");
    publish("a", "b", "dropped");
    slow.permits.release(100);
    assertThat(List.of(slow.log.take(), slow.log.take(), slow.log.take()))
        .containsExactly("a", "b", "OVERFLOW");
    assertThat(subscription.dropped()).isEqualTo(1);
  }

  @Test
  void anIdleSubscriptionHoldsNoThread() throws Exception {
    Leaks.none(
        () -> {
          Subscription unused = pubSub.subscribe("t", slow);
          slow.permits.release(100);
          publish("a");
          assertThat(slow.log.take()).isEqualTo("a");
        });
  }

  private void publish(String... texts) {
    for (String text : texts) {
      pubSub.publish("t", Message.of(text));
    }
  }
}
