package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.PostgresServer;
import io.patternsdk.testkit.server.RecipeServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A pgbouncer between the driver and the server. */
class PostgresPoolerTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @Test
  void inSessionModeAllWorks() {
    try (RecipeServer pooler = before("session");
        Backend backend = Backends.open(pooler.uri())) {
      Heard heard = new Heard();
      var unused = backend.require(PUBSUB_BASIC).subscribe("news", heard);
      backend.require(PUBSUB_BASIC).publish("news", Message.of("hello"));
      SOON.until(() -> heard.all().contains("hello"));
      backend.require(KEYVALUE_BASIC).set("key", new byte[] {1});
      assertThat(backend.require(KEYVALUE_BASIC).get("key")).isPresent();
      backend.require(QUEUE_BASIC).enqueue("jobs", Message.of("work"));
      assertThat(backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ofSeconds(20)))
          .hasSize(1);
    }
  }

  @Test
  void inTransactionModeItIsRefusedWithTheReasonAndNothingIsLeft() throws Exception {
    try (RecipeServer pooler = before("transaction")) {
      Leaks.none(
          () -> {
            BackendException refused = Failures.of(() -> Backends.open(pooler.uri()).close());
            assertThat(Failures.kindAndEffect(refused)).isEqualTo("UNSUPPORTED NONE");
            assertThat(refused).hasMessageContainingAll("pool_mode", "transaction", "session");
          });
    }
  }

  @Test
  void whoComesToStandBehindOneLaterIsRefusedWhenItSubscribes() {
    PostgresServer server = PostgresServer.shared();
    try (RecipeServer pooler = before("transaction");
        TcpProxy proxy = TcpProxy.to(server);
        Backend backend = Backends.open("postgres://127.0.0.1:" + proxy.port())) {
      proxy.redirect(pooler);
      proxy.reset();
      Eventually.within(Duration.ofMinutes(2))
          .check(
              () -> {
                BackendException refused =
                    Failures.of(
                        () ->
                            backend
                                .require(PUBSUB_BASIC)
                                .subscribe("news", (topic, message) -> {})
                                .close());
                assertThat(refused).hasMessageContainingAll("pooler", "pool_mode = transaction");
              });
    }
  }

  private static RecipeServer before(String mode) {
    return RecipeServer.start(new PgBouncerRecipe(PostgresServer.shared(), mode));
  }
}
