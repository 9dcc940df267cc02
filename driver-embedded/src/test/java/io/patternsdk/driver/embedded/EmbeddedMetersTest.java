package io.patternsdk.driver.embedded;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.testkit.KeptMeters;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class EmbeddedMetersTest {
  private final KeptMeters meters = new KeptMeters();

  @Test
  void whatFindsNoRoomWithItsSubscriberIsCountedAlsoWhenThatHasGone() {
    CountDownLatch stuck = new CountDownLatch(1);
    BackendOptions options =
        BackendOptions.named("test").meters(meters).settings(Map.of("subscriber_buffer", 1));
    try (Backend backend =
        DriverRegistry.empty().with(new EmbeddedDriverProvider()).open("embedded", options)) {
      Subscription slow =
          backend.require(PUBSUB_BASIC).subscribe("topic", (topic, message) -> await(stuck));
      for (int i = 0; i < 10; i++) {
        backend.require(PUBSUB_BASIC).publish("topic", Message.of("x"));
      }
      long dropped = slow.dropped();
      assertThat(dropped).isGreaterThanOrEqualTo(8); // one that runs and one that waits
      stuck.countDown();
      slow.close();
      assertThat(meters.read("backend_dropped_messages_total")).isEqualTo(dropped);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
