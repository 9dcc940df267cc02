package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.KeptMeters;
import io.patternsdk.testkit.server.PostgresServer;
import java.sql.Connection;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PostgresMetersTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final Duration PATIENT = Duration.ofMinutes(2);

  private final KeptMeters meters = new KeptMeters();

  @Test
  void whoHoldsAConnectionAndWhoWaitsForOneIsShown() throws Exception {
    BackendOptions options =
        Backends.options(
                PostgresServer.shared().uri(), Map.of("pool_size", 1, "pool_timeout", "2m"))
            .operationTimeout(PATIENT)
            .meters(meters);
    try (Backend backend = Backends.open(options)) {
      assertThat(backend.require(KEYVALUE_BASIC).exists("key")).isFalse();
      HikariPool pool = backend.unwrap(HikariPool.class).orElseThrow();
      CompletableFuture<Boolean> waiting;
      try (Connection held = pool.getConnection(PATIENT.toMillis())) {
        assertThat(held.isValid(0)).isTrue();
        assertThat(meters.read("backend_pool_connections")).isEqualTo(1);
        assertThat(meters.read("backend_pool_lent")).isEqualTo(1);
        waiting =
            CompletableFuture.supplyAsync(
                () -> backend.require(KEYVALUE_BASIC).exists("key"), Thread::startVirtualThread);
        SOON.until(() -> meters.read("backend_pool_waiting") == 1);
      }
      assertThat(waiting.join()).isFalse();
      SOON.until(() -> meters.read("backend_pool_lent") == 0);
      assertThat(meters.read("backend_dropped_messages_total")).isZero();
    }
  }
}
