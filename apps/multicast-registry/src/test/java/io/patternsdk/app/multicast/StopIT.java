package io.patternsdk.app.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.supplyAsync;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Program;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class StopIT {
  private static final int TARGETS = 10_000;
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final String PUBLISHED =
      "driver_operation_total{capability=\"pubsub_basic\",driver=\"nats\",operation=\"publish_all\"";

  @Test
  void whatWasAcceptedIsFinishedAndReportedBeforeTheProcessEnds() {
    try (Servers servers = new Servers();
        TcpProxy proxy = TcpProxy.to(servers.nats);
        Program program = Program.start(servers.yaml(servers.redis.port(), proxy.port()));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        Backend nats =
            open("nats", Map.of("url", servers.nats.uri(), "subscriber_buffer", TARGETS));
        Backend redis = open("redis", Map.of("addresses", List.of(servers.redis.uri())))) {
      LongAdder delivered = new LongAdder();
      nats.require(PUBSUB_WILDCARDS)
          .subscribePattern("identity.>", (topic, message) -> delivered.increment());
      RegistryCalls calls = program.calls(RegistryCalls::new);
      registerAll(calls, redis);
      proxy.latency(Duration.ofMillis(1)); // so that the multicast takes a while
      CompletableFuture<Answer> report =
          supplyAsync(() -> calls.multicast("{\"filter\":{},\"payload\":\"x\"}"), threads);
      SOON.check(() -> assertThat(program.metric(PUBLISHED)).isGreaterThan(1));
      program.terminate();
      assertThat(report.join().ok().object("totals").number("sent").toInt()).isEqualTo(TARGETS);
      assertThat(program.exit()).as(program.log()).isZero();
      assertThat(program.lastLine()).endsWith("stopped: in-flight 0, unacknowledged 0, exit 0");
      SOON.check(() -> assertThat(delivered.sum()).isEqualTo(TARGETS));
    }
  }

  private static Backend open(String driver, Map<String, ?> settings) {
    return DriverRegistry.load()
        .open(
            driver,
            BackendOptions.named(driver).namespace("multicast-registry").settings(settings));
  }

  /** Registers one, and stores all others as that one has been stored. */
  private static void registerAll(RegistryCalls calls, Backend registry) {
    calls.register("{\"id\":\"id-\"}");
    byte[] stored = registry.require(KEYVALUE_BASIC).get("identity:id-").orElseThrow();
    String one = new String(stored, UTF_8);
    Map<String, byte[]> all = new HashMap<>();
    for (int i = 1; i < TARGETS; i++) {
      byte[] like = one.replace("id-", "id-" + i).getBytes(UTF_8);
      all.put("identity:id-" + i, like);
    }
    registry.require(KEYVALUE_BATCH).setAll(all);
  }
}
