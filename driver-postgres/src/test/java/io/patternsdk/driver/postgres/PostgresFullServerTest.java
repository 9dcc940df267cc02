package io.patternsdk.driver.postgres;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.server.PostgresProfile;
import io.patternsdk.testkit.server.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A server of which others have taken all connections, {@code max_connections}, but ours. */
class PostgresFullServerTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final byte[] VALUE = {1};

  @RegisterExtension
  static final PostgresServer SERVER =
      PostgresServer.start(PostgresProfile.plain().maxConnections(10));

  @Test
  void whatItHasGoesOnWhatItNeedsIsRefusedWithTheReasonAndComesWhenThereIsRoom() throws Exception {
    use(open()); // what a class path starts once and keeps is no leak
    Leaks.none(
        () -> {
          try (Backend backend = open()) {
            backend.require(KEYVALUE_BASIC).set("key", VALUE);
            Deque<Connection> others = fill();
            assertThat(backend.require(KEYVALUE_BASIC).get("key")).contains(VALUE);
            refused(() -> backend.require(PUBSUB_BASIC).subscribe("news", new Heard()));
            HikariPool pool = backend.unwrap(HikariPool.class).orElseThrow();
            try (Connection lent = pool.getConnection()) {
              assertThat(lent.isValid(0)).isTrue();
              refused(() -> backend.require(KEYVALUE_BASIC).get("key"));
            }
            for (Connection other : others) {
              other.close();
            }
            SOON.check(() -> backend.require(PUBSUB_BASIC).subscribe("news", new Heard()).close());
            use(backend);
          }
        });
  }

  private static Backend open() {
    return Backends.open(
        Backends.options(SERVER.uri(), Map.of("pool_size", 2, "pool_timeout", "500ms")));
  }

  private static void use(Backend backend) {
    try (backend) {
      Heard heard = new Heard();
      var unused = backend.require(PUBSUB_BASIC).subscribe("news", heard);
      backend.require(PUBSUB_BASIC).publish("news", Message.of("after"));
      SOON.until(() -> heard.all().contains("after"));
      backend.require(KEYVALUE_BASIC).set("key", VALUE);
    }
  }

  private static void refused(Runnable call) {
    BackendException failure = Failures.of(call::run);
    assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
    assertThat(failure).hasMessageContaining("too many clients");
  }

  /** Takes connections until there are none left. */
  private static Deque<Connection> fill() throws SQLException {
    Deque<Connection> taken = new ArrayDeque<>();
    try {
      while (true) {
        taken.add(DriverManager.getConnection(SERVER.jdbc()));
      }
    } catch (SQLException full) {
      assertThat(full.getSQLState()).isEqualTo("53300");
      return taken;
    }
  }
}
