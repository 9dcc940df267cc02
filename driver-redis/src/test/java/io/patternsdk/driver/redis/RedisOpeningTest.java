package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Clock;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.config.Secret;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class RedisOpeningTest {

  /** Sleeps at once, and says for how long it was asked to. */
  private static final class ImpatientClock implements Clock {
    private final List<Duration> sleeps = new ArrayList<>();

    @Override
    public long nanoTime() {
      return System.nanoTime();
    }

    @Override
    public Instant now() {
      return Instant.now();
    }

    @Override
    public void sleep(Duration duration) {
      sleeps.add(duration);
    }
  }

  @Test
  void aFailedConnectionIsTriedAgainAndLeavesNothingBehind() throws Exception {
    ImpatientClock clock = new ImpatientClock();
    try (TcpProxy proxy = TcpProxy.to(RedisServer.shared())) {
      proxy.refuse();
      BackendOptions options =
          Backends.options("redis://127.0.0.1:" + proxy.port(), Map.of("max_retries", 2))
              .clock(clock);
      Leaks.none(
          () -> {
            BackendException refused = Failures.of(() -> Backends.open(options));
            assertThat(Failures.kindAndEffect(refused)).isEqualTo("UNAVAILABLE NONE");
            assertThat(refused)
                .hasMessageContaining("cannot connect to redis://127.0.0.1:" + proxy.port());
          });
    }
    assertThat(clock.sleeps).containsExactly(Duration.ofMillis(100), Duration.ofMillis(200));
  }

  @Test
  void aWrongPasswordIsRefusedAtOnce() {
    try (RedisServer server = RedisServer.start(RedisProfile.plain().password("right"))) {
      for (Map<String, ?> settings :
          List.<Map<String, ?>>of(Map.of("password", "wrong"), Map.of())) {
        BackendException refused =
            Failures.of(() -> Backends.open(Backends.options(server.uri(), settings)));
        assertThat(refused.kind()).isEqualTo(ErrorKind.PERMISSION_DENIED);
        assertThat(refused.effect()).isEqualTo(Effect.NONE);
        assertThat(refused).hasMessageNotContaining("wrong");
      }
    }
  }

  @Test
  void noLogShowsThePasswordHoweverMuchItTells() {
    String password = "pass-that-nobody-reads";
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    Handler listener =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage() + Arrays.toString(line.getParameters()));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger lettuce = Logger.getLogger("io.lettuce");
    Level before = lettuce.getLevel();
    lettuce.addHandler(listener);
    listener.setLevel(Level.ALL);
    lettuce.setLevel(Level.ALL);
    lettuce.setUseParentHandlers(false);
    try (RedisServer server = RedisServer.start(RedisProfile.plain().password(password));
        Backend backend =
            Backends.open(
                Backends.options(server.uri(), Map.of("password", password, "max_retries", 9)))) {
      backend.require(KEYVALUE_BASIC).set("key", new byte[1]);
    } finally {
      lettuce.removeHandler(listener);
      lettuce.setLevel(before);
      lettuce.setUseParentHandlers(true);
    }
    assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(password));
  }

  @Test
  void aChangedPasswordIsUsedOnTheNextConnection() {
    AtomicReference<String> password = new AtomicReference<>("old");
    try (RedisServer server = RedisServer.start(RedisProfile.plain().password("old"));
        TcpProxy proxy = TcpProxy.to(server)) {
      BackendOptions options =
          Backends.options(
              "redis://127.0.0.1:" + proxy.port(), Map.of("password", Secret.from(password::get)));
      try (Backend backend = Backends.open(options)) {
        try (var admin = backend.unwrap(RedisClient.class).orElseThrow().connect()) {
          admin.sync().configSet("requirepass", "new");
        }
        password.set("new");
        proxy.reset();
        Eventually.within(Duration.ofMinutes(1))
            .check(() -> backend.require(KEYVALUE_BASIC).exists("key"));
      }
    }
  }

  @Test
  void anUntrustedCertificateIsRefused() {
    try (RedisServer server = RedisServer.start(RedisProfile.plain().tls())) {
      BackendException refused = Failures.of(() -> Backends.open(server.uri()));
      assertThat(Failures.kindAndEffect(refused)).isEqualTo("UNAVAILABLE NONE");
      assertThat(refused).hasMessageContaining("certif");
      Backends.open(Backends.options(server.uri(), Map.of("tls", Map.of("verify", "none"))))
          .close();
    }
  }

  @Test
  void theServersNameIsCheckedUnlessToldOtherwise() {
    try (RedisServer server = RedisServer.start(RedisProfile.plain().tls())) {
      String ca = server.certificate().certificate().toString();
      encrypted("localhost", server, Map.of("ca", ca)).close();
      // Leads to the same server, and stands in no certificate.
      encrypted("0.0.0.0", server, Map.of("ca", ca, "verify", "ca")).close();
      assertThat(Failures.kindAndEffect(() -> encrypted("0.0.0.0", server, Map.of("ca", ca))))
          .isEqualTo("UNAVAILABLE NONE");
    }
  }

  @Test
  void aServerThatAsksForACertificateGetsOurs() {
    try (RedisServer server = RedisServer.start(RedisProfile.plain().mutualTls())) {
      String certificate = server.certificate().certificate().toString();
      String key = server.certificate().key().toString();
      encrypted(
              "127.0.0.1",
              server,
              Map.of("ca", certificate, "certificate", certificate, "key", key))
          .close();
      Map<String, ?> none = Map.of("ca", certificate);
      assertThat(Failures.kindAndEffect(() -> encrypted("127.0.0.1", server, none)))
          .isEqualTo("UNAVAILABLE NONE");
    }
  }

  private static Backend encrypted(String host, RedisServer server, Map<String, ?> tls) {
    String address = "rediss://" + host + ":" + server.port();
    return Backends.open(Backends.options(address, Map.of("tls", tls)));
  }

  @Test
  void credentialsAndDatabaseInTheAddressAreUsed() {
    RedisProfile profile = RedisProfile.plain().user("app", "se/cret", "~* &* +@all");
    try (RedisServer server =
            RedisServer.start(profile.option("user default off").option("databases 8"));
        Backend backend =
            Backends.open("redis://app:se%2Fcret@127.0.0.1:" + server.port() + "/7")) {
      backend.require(KEYVALUE_BASIC).set("key", new byte[1]);
      try (var admin = backend.unwrap(RedisClient.class).orElseThrow().connect()) {
        assertThat(admin.sync().aclWhoami()).isEqualTo("app");
        assertThat(admin.sync().info("keyspace")).contains("db7:keys=").doesNotContain("db0");
      }
    }
  }

  @Test
  void dataOfANewerLayoutIsRefused() {
    BackendOptions options = Backends.options(RedisServer.shared().uri());
    try (Backend backend = Backends.open(options);
        var admin = backend.unwrap(RedisClient.class).orElseThrow().connect()) {
      String key = options.toContext().namespace().name() + ":!layout";
      assertThat(admin.sync().hget(key, "version")).isEqualTo("1");
      admin.sync().hset(key, "version", "2");
      BackendException refused = Failures.of(() -> Backends.open(options));
      assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
      assertThat(refused).hasMessageContaining("layout 2");
    }
  }

  @Test
  void aClusterIsRefused() {
    try (RedisServer server =
        RedisServer.start(RedisProfile.plain().option("cluster-enabled yes"))) {
      BackendException refused = Failures.of(() -> Backends.open(server.uri()));
      assertThat(refused.kind()).isEqualTo(ErrorKind.UNSUPPORTED);
      assertThat(refused).hasMessageContaining("cluster");
    }
  }

  @Test
  void durabilityIsThatOfTheServer() {
    try (RedisServer server = RedisServer.start(RedisProfile.faults());
        Backend backend = Backends.open(server.uri())) {
      Traits traits = backend.capabilities().traits(KEYVALUE_BASIC);
      assertThat(traits.durability()).isEqualTo(Traits.Durability.SYNCED);
      assertThat(traits.maxValueBytes()).isEqualTo(16 << 20);
    }
  }

  @Test
  void asManyConnectionsAreOpenedAsAllowed() {
    try (RedisServer server = RedisServer.start();
        Backend backend =
            Backends.open(
                Backends.options(server.uri(), Map.of("pool_size", 3, "client_name", "us")))) {
      var scan = backend.require(io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN);
      var batch = backend.require(io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH);
      for (int i = 0; i < 2_000; i++) {
        backend.require(KEYVALUE_BASIC).set("key " + i, new byte[1]);
      }
      var walks = List.of(scan.keys(""), scan.keys(""), scan.keys(""), scan.keys(""));
      walks.forEach(walk -> assertThat(walk.nextPage()).isNotEmpty());
      assertThat(batch.getAll(List.of("key 1"))).hasSize(1);
      try (var admin = backend.unwrap(RedisClient.class).orElseThrow().connect()) {
        long ours =
            admin.sync().clientList().lines().filter(line -> line.contains("name=us ")).count();
        assertThat(ours).isEqualTo(3 + 1); // the administrator's own is one more
      }
      walks.forEach(walk -> walk.close());
    }
  }
}
