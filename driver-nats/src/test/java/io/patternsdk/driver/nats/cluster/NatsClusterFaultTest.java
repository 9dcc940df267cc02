package io.patternsdk.driver.nats.cluster;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.api.StreamConfiguration;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.driver.nats.NatsDriverProvider;
import io.patternsdk.driver.nats.cluster.ClusterLoad.Kind;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.server.NatsCluster;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Three members with three copies, of which one is lost, replaced or cut off under load. */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class NatsClusterFaultTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(2));
  private static final String NAME = "nats-cluster";

  /** More than may have been on their way when it was counted. */
  private static final int MORE = 5;

  @RegisterExtension
  static final NatsCluster CLUSTER = NatsCluster.start(NatsProfile.plain().atLeast(2, 11));

  private final String namespace = UUID.randomUUID().toString();

  /** What is done to the member that leads the stream of records. */
  enum Harm {
    KILLED,
    STEPPED_DOWN,
    CUT_OFF
  }

  /** Opens as soon as that succeeds, as the cluster may be busy with what was done to it. */
  private Backend open(List<String> urls) {
    return SOON.value(() -> open(urls, NatsCluster.SIZE));
  }

  private Backend open(List<String> urls, int replicas) {
    Map<String, Object> settings =
        Map.of(
            "urls",
            urls,
            "replicas",
            replicas,
            "stream_partitions",
            2,
            "visibility_timeout",
            "3s",
            "max_attempts",
            1_000,
            "reconnect_wait",
            "500ms",
            "connect_timeout",
            "20s");
    return DriverRegistry.empty()
        .with(new NatsDriverProvider())
        .open(
            "nats",
            BackendOptions.named(NAME)
                .namespace(namespace)
                .operationTimeout(Duration.ofSeconds(5))
                .settings(settings));
  }

  @SuppressWarnings("try") // the load is over before what it did is looked at
  @ParameterizedTest
  @EnumSource(Harm.class)
  void whatWasAcknowledgedIsThereAndNothingElse(Harm harm) throws Exception {
    NatsServer leader = leader();
    List<String> others =
        CLUSTER.members().stream().filter(each -> each != leader).map(NatsServer::uri).toList();
    List<String> urls = harm == Harm.CUT_OFF ? List.of(leader.uri()) : CLUSTER.uris();
    try (Backend near = connectedTo(leader, urls);
        Backend far = open(others);
        ClusterLoad load = new ClusterLoad(List.of(near, far))) {
      awaitMore(load);
      switch (harm) {
        case KILLED -> {
          leader.kill();
          try {
            resumed(load, harm);
          } finally {
            leader.restart();
          }
        }
        case STEPPED_DOWN -> {
          for (String stream : List.of("PSS_", "KV_", "PSQ_", "PSG_")) {
            SOON.check(() -> CLUSTER.stepDown(stream + namespace));
          }
          resumed(load, harm);
        }
        case CUT_OFF -> {
          try (AutoCloseable cut = CLUSTER.cutOff(leader)) {
            assertThat(cut).isNotNull();
            resumed(load, harm);
            SOON.check(() -> assertThat(CLUSTER.leader("PSS_" + namespace)).isNotSameAs(leader));
          }
        }
      }
      SOON.check(() -> write(near));
      awaitMore(load);
      load.close();
      try (Backend auditor = open(CLUSTER.uris())) {
        new ClusterAudit(load, auditor).check();
      }
    }
    SOON.check(() -> assertThat(threads()).isEmpty());
  }

  @Test
  void moreCopiesThanMembersAreRefused() {
    try (Backend backend = SOON.value(() -> open(CLUSTER.uris(), 5))) {
      SOON.check(
          () -> {
            BackendException failure =
                Failures.of(() -> backend.require(KEYVALUE_BASIC).set("k", new byte[1]));
            assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
            assertThat(failure).hasMessageContainingAll("replicas is 5", "fewer members");
          });
    }
  }

  @Test
  void fewerCopiesThanAskedForAreRefusedUntilThereAreMore() throws IOException {
    String stream = "KV_" + namespace;
    try (Backend one = SOON.value(() -> open(CLUSTER.uris(), 1))) {
      SOON.check(() -> one.require(KEYVALUE_BASIC).set("k", new byte[1]));
      SOON.check(
          () -> {
            BackendException failure = Failures.of(() -> open(CLUSTER.uris(), NatsCluster.SIZE));
            assertThat(Failures.kindAndEffect(failure)).isEqualTo("CONFLICT NONE");
            assertThat(failure)
                .hasMessageContainingAll("made with 1", "edit " + stream + " --replicas 3");
          });
      JetStreamManagement streams =
          one.unwrap(Connection.class).orElseThrow().jetStreamManagement();
      SOON.check(
          () -> {
            StreamConfiguration found = streams.getStreamInfo(stream).getConfiguration();
            streams.updateStream(StreamConfiguration.builder(found).replicas(3).build());
          });
    }
    try (Backend three = open(CLUSTER.uris())) {
      SOON.check(() -> assertThat(three.require(KEYVALUE_BASIC).get("k")).contains(new byte[1]));
      Traits traits = three.capabilities().traits(KEYVALUE_BASIC);
      assertThat(traits.durabilityDetail()).startsWith("3 copies in files");
      assertThat(traits.get(Traits.CONSISTENCY)).isEqualTo(Consistency.OWN_WRITES);
    }
  }

  /** Has all streams made, and returns who leads that of the records. */
  private NatsServer leader() {
    try (Backend first = open(CLUSTER.uris())) {
      SOON.check(() -> write(first));
      return SOON.value(() -> CLUSTER.leader("PSS_" + namespace));
    }
  }

  private static void write(Backend backend) {
    backend.require(KEYVALUE_BASIC).set("beside", new byte[1]);
    backend.require(QUEUE_BASIC).enqueue("beside", Message.of("x"));
    backend.require(STREAM_BASIC).append("beside", Message.of("x"));
  }

  /** The client takes any of its servers first. */
  private Backend connectedTo(NatsServer server, List<String> urls) {
    return SOON.value(
        () -> {
          Backend backend = open(urls, NatsCluster.SIZE);
          Connection client = backend.unwrap(Connection.class).orElseThrow();
          if (server.uri().equals(client.getConnectedUrl())) {
            return backend;
          }
          backend.close();
          throw new IllegalStateException("connected to " + client.getConnectedUrl());
        });
  }

  private static void resumed(ClusterLoad load, Harm harm) {
    long begun = System.nanoTime();
    awaitMore(load);
    Duration taken = Duration.ofNanos(System.nanoTime() - begun);
    System.out.println(
        "writes of all kinds resumed " + taken.toMillis() + " ms after a leader was " + harm);
  }

  /** Returns when each kind of work has succeeded some more times. */
  private static void awaitMore(ClusterLoad load) {
    Map<Kind, Integer> wanted = new EnumMap<>(Kind.class);
    for (Kind kind : Kind.values()) {
      wanted.put(kind, load.account(kind).size() + MORE);
    }
    SOON.check(
        () ->
            assertThat(wanted)
                .allSatisfy(
                    (kind, size) ->
                        assertThat(load.account(kind).size())
                            .as("%s", kind)
                            .isGreaterThanOrEqualTo(size)));
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("nats-" + NAME))
        .toList();
  }
}
