package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Topics that begin with the mark of the driver's own channels are users' topics like others. */
class RedisReservedTopicsTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final Backend backend = Backends.open(RedisServer.shared().uri());
  private final PubSub topics = backend.require(PUBSUB_BASIC);

  @AfterEach
  void close() {
    backend.close();
  }

  /** An enqueue publishes on {@code !wake:jobs}; the last topic is for each pattern to end with. */
  @ParameterizedTest
  @CsvSource({
    "!wake:jobs.*, !wake:jobs.end",
    "!wake:jobs.>, !wake:jobs.x.end",
    "!key:a.*, !key:a.end",
    "*, end",
    ">, !x.end",
    "*.end, !x.end"
  })
  void aPatternReceivesWhatItMatchesAndNothingOfTheDrivers(String pattern, String topic) {
    List<String> received = new CopyOnWriteArrayList<>();
    var unused =
        backend
            .require(PUBSUB_WILDCARDS)
            .subscribePattern(pattern, (from, message) -> received.add(from));
    backend.require(QUEUE_BASIC).enqueue("jobs", Message.of("wakes"));
    topics.publish(topic, Message.of("end"));
    SOON.until("that the last has come", () -> received.contains(topic));
    assertThat(received).containsExactly(topic);
  }
}
