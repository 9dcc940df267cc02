package io.patternsdk.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An address of the environment, a program, a container, or a failure that says what to do. */
class FinderTest {
  private static final ServerRecipe REDIS = new RedisRecipe(RedisProfile.plain());
  private static final ServerRecipe NATS = new NatsRecipe(NatsProfile.plain().atLeast(2, 11));

  @TempDir private Path files;

  private final FakeMachine machine = new FakeMachine();
  private final Finder finder = new Finder(machine);

  @Test
  void aServerOfTheEnvironmentIsUsed() throws IOException {
    machine.dockerAnswers();
    try (RedisServer redis = RedisServer.start()) {
      machine.variables.put("PATTERNSDK_TEST_REDIS", redis.uri());
      Backing found = finder.shared(REDIS, RedisServer.ADDRESS_VARIABLE);
      assertThat(found.address("rediss")).isEqualTo(redis.uri());
      try (RedisText client = RedisText.connect(found.port())) {
        assertThat(client.ask("PING")).isEqualTo("+PONG");
      }
    }
    assertThat(machine.started).isEmpty();
  }

  @Test
  void aServerOfTheEnvironmentIsNotBroken() {
    machine.variables.put("PATTERNSDK_TEST_REDIS", "redis://somewhere:6379");
    Backing found = finder.shared(REDIS, RedisServer.ADDRESS_VARIABLE);
    assertThatThrownBy(found::kill)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("PATTERNSDK_TEST_REDIS");
  }

  @Test
  void anAddressWithoutAPortIsRefused() {
    machine.variables.put("PATTERNSDK_TEST_REDIS", "somewhere");
    assertThatThrownBy(() -> finder.shared(REDIS, RedisServer.ADDRESS_VARIABLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("scheme://host:port");
  }

  @Test
  void aPrivateServerNeverComesFromTheEnvironment() throws IOException {
    machine.variables.put("PATTERNSDK_TEST_REDIS", "redis://somewhere:6379");
    machine.directories.add(files);
    Path program = machine.program(files, "redis-server", "7.0.15");
    finder.start(REDIS);
    assertThat(machine.started).containsExactly(program.toString());
  }

  @Test
  void aProgramComesBeforeAContainer() throws IOException {
    machine.dockerAnswers();
    machine.directories.add(files);
    Path program = machine.program(files, "redis-server", "7.0.15");
    finder.shared(REDIS, RedisServer.ADDRESS_VARIABLE);
    assertThat(machine.started).containsExactly(program.toString());
  }

  @Test
  void theFirstProgramThatIsNewEnoughIsUsed() throws IOException {
    machine.directories.add(files.resolve("old"));
    machine.directories.add(files.resolve("new"));
    machine.program(files.resolve("old"), "nats-server", "2.9.10");
    Path recent = machine.program(files.resolve("new"), "nats-server", "2.11.0");
    finder.start(NATS);
    assertThat(machine.started).containsExactly(recent.toString());
  }

  @Test
  void aProgramThatIsNamedIsTheOnlyOne() throws IOException {
    machine.directories.add(files.resolve("new"));
    machine.program(files.resolve("new"), "nats-server", "2.15.0");
    Path old = machine.program(files.resolve("old"), "nats-server", "2.9.10");
    machine.variables.put("PATTERNSDK_NATS_SERVER", old.toString());
    assertThat(finder.find(NATS)).isEmpty();
    machine.variables.put("PATTERNSDK_NATS_SERVER", files.resolve("absent").toString());
    assertThatThrownBy(() -> finder.start(NATS))
        .hasMessageContainingAll("PATTERNSDK_NATS_SERVER", "is not an executable file");
  }

  @Test
  void withoutAProgramTheContainerIsUsedWhereDockerAnswers() throws IOException {
    machine.dockerAnswers();
    machine.directories.add(files);
    machine.program(files, "nats-server", "2.9.10");
    finder.start(NATS);
    finder.shared(REDIS, RedisServer.ADDRESS_VARIABLE);
    assertThat(machine.started).containsExactly("nats:2.12", "redis:7.2");
  }

  @Test
  void withoutAnythingTheFailureSaysWhatToInstall() {
    assertThat(finder.find(REDIS)).isEmpty();
    assertThatThrownBy(() -> finder.shared(REDIS, RedisServer.ADDRESS_VARIABLE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContainingAll(
            "no program redis-server",
            "PATTERNSDK_REDIS_SERVER",
            "no Docker engine answers",
            "run script/setup, or install the package redis-server");
  }
}
