package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.PostgresServer;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a call costs, as docs/sessions.md says it, counted on the wire. */
class SessionRoundTripsTest {
  private static final NewSession OF_ANN =
      NewSession.of("ann").idle(Duration.ofMinutes(30)).lifetime(Duration.ofHours(8));

  @ParameterizedTest
  @ValueSource(strings = {"redis", "postgres"})
  void eachCallCostsWhatThePageSays(String driver) {
    Map<String, Object> settings = new HashMap<>();
    if (driver.equals("postgres")) {
      settings.put("pool_size", 1);
    }
    try (TcpProxy proxy =
            driver.equals("redis")
                ? TcpProxy.to(RedisServer.shared())
                : TcpProxy.to(PostgresServer.shared());
        Backend backend = open(driver, proxy, settings);
        SessionStore store = SessionStore.builder().region(backend).secret(Stores.SECRET).start()) {
      Counted counted = new Counted(proxy, store);
      assertThat(counted.of(id -> store.create(OF_ANN))).as("create").isEqualTo(1);
      assertThat(counted.of(store::peek)).as("peek").isEqualTo(1);
      assertThat(counted.of(store::find)).as("find").isEqualTo(1);
      assertThat(counted.of(id -> store.set(id, "name", 1))).as("set").isEqualTo(1);
      assertThat(counted.of(id -> store.remove(id, List.of("name")))).as("remove").isEqualTo(1);
      assertThat(counted.of(id -> store.login(id, Optional.of("eve")))).as("login").isEqualTo(1);
      assertThat(counted.of(id -> store.extend(id, Duration.ofMinutes(9), Duration.ofHours(9))))
          .as("extend")
          .isEqualTo(1);
      assertThat(counted.of(store::delete)).as("delete").isEqualTo(1);
      assertThat(counted.of(id -> store.list("ann", 50, Optional.empty()))).as("list").isOne();
      assertThat(counted.of(store::rename)).as("rename").isEqualTo(6);
    }
  }

  private static Backend open(String driver, TcpProxy proxy, Map<String, Object> settings) {
    settings.put("addresses", driver + "://" + proxy.host() + ":" + proxy.port());
    return DriverRegistry.load()
        .open(
            driver,
            BackendOptions.named(driver)
                .settings(settings)
                .namespace("s" + Long.toString(System.nanoTime(), 36)));
  }

  /** Counts for a new session each time, and takes the fewest: what else is asked comes between. */
  private record Counted(TcpProxy proxy, SessionStore store) {
    private static final int TIMES = 5;

    long of(Consumer<String> call) {
      long fewest = Long.MAX_VALUE;
      for (int i = 0; i < TIMES; i++) {
        String id = store.create(OF_ANN).id();
        long before = proxy.turns();
        call.accept(id);
        fewest = Math.min(fewest, proxy.turns() - before);
      }
      return fewest;
    }
  }
}
