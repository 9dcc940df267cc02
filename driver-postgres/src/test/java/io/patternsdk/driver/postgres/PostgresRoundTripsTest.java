package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.pubsub.Publication;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How often the server is asked, counted on the wire. */
class PostgresRoundTripsTest {
  /** What may come between: a question whether the connection lives, and the sweeper. */
  private static final long OTHERS = 7;

  @Test
  void aBatchOfAThousandTakesAFewAndAWalkOneForEachPage() {
    try (TcpProxy proxy = TcpProxy.to(PostgresServer.shared());
        Backend backend =
            Backends.open(
                Backends.options(
                    "postgres://" + proxy.host() + ":" + proxy.port(), Map.of("pool_size", 1)))) {
      List<String> keys = IntStream.range(0, 1_000).mapToObj(i -> "key " + i).toList();
      for (int part = 0; part < 10; part++) {
        Map<String, byte[]> batch = new HashMap<>();
        for (String key : keys) {
          batch.put(part + key, key.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(turns(proxy, () -> backend.require(KEYVALUE_BATCH).setAll(batch)))
            .isBetween(1L, 1 + OTHERS);
      }
      List<String> first = keys.stream().map(key -> "0" + key).toList();
      assertThat(turns(proxy, () -> backend.require(KEYVALUE_BATCH).getAll(first)))
          .isBetween(1L, 1 + OTHERS);
      assertThat(turns(proxy, () -> walk(backend))).isBetween(10L, 11 + OTHERS);
      assertThat(turns(proxy, () -> backend.require(KEYVALUE_BATCH).deleteAll(first)))
          .isBetween(1L, 1 + OTHERS);
      List<Publication> messages =
          keys.stream().map(key -> new Publication(key, Message.of(key))).toList();
      assertThat(turns(proxy, () -> backend.require(PUBSUB_BASIC).publishAll(messages)))
          .isBetween(1L, 4 + OTHERS);
    }
  }

  private static void walk(Backend backend) {
    int seen = 0;
    try (Scan<?> scan = backend.require(KEYVALUE_SCAN).entries("")) {
      for (List<?> page = scan.nextPage(); !page.isEmpty(); page = scan.nextPage()) {
        seen += page.size();
      }
    }
    assertThat(seen).isEqualTo(10_000);
  }

  private static long turns(TcpProxy proxy, Runnable work) {
    long before = proxy.turns();
    work.run();
    return proxy.turns() - before;
  }
}
