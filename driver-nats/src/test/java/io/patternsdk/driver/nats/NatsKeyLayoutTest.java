package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamManagement;
import io.nats.client.impl.Headers;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Namespace;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyWatch;
import io.patternsdk.core.keyvalue.WatchEvent;
import io.patternsdk.core.keyvalue.WatchEvent.Reason;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bucket that a driver on an older server has made, when the server is a newer one. */
class NatsKeyLayoutTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @RegisterExtension
  static final NatsServer SERVER = NatsServer.start(NatsProfile.plain().atLeast(2, 11));

  private final String namespace = UUID.randomUUID().toString();

  private Backend open() {
    return Backends.open(Backends.options(SERVER.uri()).namespace(namespace));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aBucketOfLayout1BecomesOneOfLayout2AndKeepsWhatItHas(boolean tombstones) throws Exception {
    try (Backend backend = open()) {
      Connection connection = backend.unwrap(Connection.class).orElseThrow();
      JetStreamManagement streams = connection.jetStreamManagement();
      NatsLayout old =
          new NatsLayout(
              namespace,
              NatsConfig.from(Settings.of(Map.of("url", SERVER.uri()))),
              new NatsFacts("older", true, tombstones, false, false, false));
      assertThat(NatsLayout.open(streams, old.keys()).getDescription()).endsWith("layout 1");
      fill(connection.jetStream(), new KeySubjects(old.keySubjects()));

      KeyValue values = backend.require(KEYVALUE_BASIC);
      assertThat(values.get("kept")).hasValueSatisfying(v -> assertThat(v).containsExactly('2'));
      assertThat(values.exists("gone")).isFalse();
      assertThat(backend.require(KEYVALUE_SCAN).keys("").toList()).containsExactly("kept");
      String name = "KV_" + namespace;
      assertThat(streams.getStreamInfo(name).getConfiguration().getDescription())
          .endsWith("layout 2");
      assertThatExceptionOfType(BackendException.class)
          .as("what a driver of layout 1 does then")
          .isThrownBy(() -> NatsLayout.open(streams, old.keys()))
          .withMessageContaining("layout 2");
      changes(backend);
    }
  }

  /** Written, written again, and removed as older servers have it. */
  private void fill(JetStream bucket, KeySubjects subjects) throws Exception {
    String kept = subjects.subject(Namespace.of(namespace).key("kept"));
    String gone = subjects.subject(Namespace.of(namespace).key("gone"));
    Headers replacing = new Headers().put("Nats-Rollup", "sub");
    bucket.publish(kept, "1".getBytes(US_ASCII));
    bucket.publish(gone, "1".getBytes(US_ASCII));
    bucket.publish(kept, replacing, "2".getBytes(US_ASCII));
    bucket.publish(gone, new Headers().put("KV-Operation", "DEL"), new byte[0]);
  }

  /** All that layout 2 has works with what was there before it. */
  private static void changes(Backend backend) {
    try (KeyWatch watch = backend.require(KEYVALUE_WATCH).watch("")) {
      List<WatchEvent> events = new ArrayList<>();
      SOON.check(
          () -> {
            events.addAll(watch.poll(10, Duration.ZERO).events());
            assertThat(events).anyMatch(WatchEvent.Synced.class::isInstance);
          });
      assertThat(events)
          .filteredOn(WatchEvent.Put.class::isInstance)
          .extracting(event -> ((WatchEvent.Put) event).key())
          .containsExactly("kept");
      var cas = backend.require(KEYVALUE_CAS);
      var version = cas.getVersioned("kept").orElseThrow().version();
      assertThat(cas.compareAndSet("kept", version, new byte[] {3})).isPresent();
      assertThat(cas.setIfAbsent("gone", new byte[] {3})).isPresent();
      backend.require(KEYVALUE_TTL).set("gone", new byte[] {4}, Duration.ofSeconds(1));
      assertThat(backend.require(KEYVALUE_BASIC).delete("kept")).isTrue();
      SOON.check(
          () -> {
            events.addAll(watch.poll(10, Duration.ofMillis(100)).events());
            assertThat(events)
                .filteredOn(WatchEvent.Removed.class::isInstance)
                .extracting(event -> ((WatchEvent.Removed) event).reason())
                .containsExactlyInAnyOrder(Reason.DELETED, Reason.EXPIRED);
          });
    }
  }
}
