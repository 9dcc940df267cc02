package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.lifecycle.Runner;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import io.patternsdk.testkit.server.ReservedPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords of real servers, looked for in all that a program says while it uses them. */
class SecretsTest {
  private static final String PASSWORD = "canary/wholly@un:guessed";
  private static final String ENCODED = "canary%2Fwholly%40un%3Aguessed";

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final Logger root = Logger.getLogger("");
  private final List<Handler> handlersBefore = List.of(root.getHandlers());
  private final java.util.logging.Level levelBefore = root.getLevel();

  @TempDir private Path directory;

  @AfterEach
  void restoreLog() {
    List.of(root.getHandlers()).forEach(root::removeHandler);
    handlersBefore.forEach(root::addHandler);
    root.setLevel(levelBefore);
  }

  /** Says everything that there is to say about a start. */
  private int start(String redis, String nats) throws IOException {
    Path file = directory.resolve("registry.yaml");
    Files.writeString(
        file,
        """
        pattern: {name: multicast-registry, lifecycle: {startup_timeout: 0s}}
        backends:
          registry: {driver: redis, config: {max_retries: 0, %s}}
          messaging: {driver: nats, config: {%s}}
        observability: {metrics: {enabled: false}, logging: {level: trace}}
        """
            .formatted(redis, nats));
    PrintStream stream = new PrintStream(said, true, StandardCharsets.UTF_8);
    return Runner.of(new MulticastRegistryProvider())
        .environment(Map.of("PASSWORD", PASSWORD, "ENCODED", ENCODED)::get)
        .out(stream)
        .err(stream)
        .run("--test-startup", "--config", file.toString());
  }

  private void assertNothingShown() {
    assertThat(said.toString(StandardCharsets.UTF_8))
        .doesNotContain(PASSWORD)
        .doesNotContain(ENCODED)
        .doesNotContain("wholly")
        .doesNotContain("guessed");
  }

  @Test
  void passwordsThatAreUsedAreShownAtNoLevel() throws IOException {
    try (RedisServer redis = RedisServer.start(RedisProfile.plain().password(PASSWORD));
        NatsServer nats = NatsServer.start(NatsProfile.plain().user("u", PASSWORD))) {
      String redisAt = "127.0.0.1:" + redis.port();
      String natsAt = "127.0.0.1:" + nats.port();
      assertThat(
              start(
                  "addresses: ['redis://%s'], password: '${PASSWORD}'".formatted(redisAt),
                  "url: 'nats://%s', username: u, password: '${PASSWORD}'".formatted(natsAt)))
          .as(said.toString(StandardCharsets.UTF_8))
          .isZero();
      assertThat(
              start(
                  "addresses: ['redis://:${ENCODED}@%s']".formatted(redisAt),
                  "url: 'nats://u:%s@%s'".formatted(ENCODED, natsAt)))
          .as(said.toString(StandardCharsets.UTF_8))
          .isZero();
      assertThat(said.toString(StandardCharsets.UTF_8)).contains("slot registry is up");
      assertNothingShown();
    }
  }

  @Test
  void norArePasswordsThatAreRefused() throws IOException {
    try (RedisServer redis = RedisServer.start(RedisProfile.plain().password("another"));
        NatsServer nats = NatsServer.start(NatsProfile.plain().token("another"))) {
      String natsAt = "127.0.0.1:" + nats.port();
      int exit =
          start(
              "addresses: ['redis://127.0.0.1:%d'], password: '${PASSWORD}'"
                  .formatted(redis.port()),
              "url: 'nats://%s', token: '${PASSWORD}'".formatted(natsAt));
      assertThat(exit).isEqualTo(69);
      assertThat(start("addresses: []", "url: 'nats://%s@%s'".formatted(ENCODED, natsAt)))
          .isEqualTo(78);
      assertNothingShown();
    }
  }

  @Test
  void norThoseOfServersThatAreNotThere() throws IOException {
    try (ReservedPort port = ReservedPort.next()) {
      String at = "127.0.0.1:" + port.number();
      assertThat(
              start(
                  "addresses: ['redis://u:${ENCODED}@%s']".formatted(at),
                  "url: 'nats://u:${ENCODED}@%s'".formatted(at)))
          .isEqualTo(69);
      assertNothingShown();
    }
  }
}
