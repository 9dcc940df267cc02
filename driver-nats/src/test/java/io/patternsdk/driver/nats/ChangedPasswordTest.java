package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.nats.client.Connection;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.pubsub.Subscriber;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.Failures;
import io.patternsdk.testkit.Leaks;
import io.patternsdk.testkit.server.NatsProfile;
import io.patternsdk.testkit.server.NatsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's password changes before ours does, and the other way round. */
class ChangedPasswordTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  @TempDir private Path directory;
  private Path file;
  private NatsServer server;

  @BeforeEach
  void start() throws IOException {
    file = Files.writeString(directory.resolve("password"), "old");
    serverDemands("old");
    // Read at each start; the server looks for it from where its own file is.
    String included = "include ../" + directory.getFileName() + "/auth.conf";
    server = NatsServer.start(NatsProfile.faults().option(included));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void serverDemands(String password) throws IOException {
    Files.writeString(
        directory.resolve("auth.conf"),
        "authorization { user: app, password: \"" + password + "\" }");
  }

  private Backend open() {
    Secret password = Secret.from(() -> read(file));
    return Backends.open(
        Backends.options(
            server.uri(),
            Map.of("username", "app", "password", password, "reconnect_wait", "100ms")));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theDriverReturnsWhenTheSecretIsRepaired() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    Leaks.none(
        () -> {
          try (Backend backend = open()) {
            use(backend, "before");
            var unused = backend.require(PUBSUB_BASIC).subscribe("topic", recording(seen));
            refuse(backend);
            Files.writeString(file, "new");
            SOON.check(() -> use(backend, "after"));
            SOON.until("a gap", () -> seen.contains("RECONNECTED"));
            backend.require(PUBSUB_BASIC).publish("topic", Message.of("again"));
            SOON.until("the message", () -> seen.contains("again"));
          }
        });
    assertThat(seen).doesNotHaveDuplicates();
  }

  @Test
  void closingWhileItIsRefusedLeavesNothingBehind() throws Exception {
    Leaks.none(
        () -> {
          try (Backend backend = open()) {
            refuse(backend);
          }
        });
  }

  /** Restarts the server with another password and returns when the client has given up. */
  private void refuse(Backend backend) throws IOException {
    Connection first = backend.unwrap(Connection.class).orElseThrow();
    serverDemands("new");
    server.restart();
    SOON.until("it is given up", () -> first.getStatus() == Connection.Status.CLOSED);
    BackendException failure = Failures.of(() -> backend.require(KEYVALUE_BASIC).exists("key"));
    assertThat(Failures.kindAndEffect(failure)).isEqualTo("UNAVAILABLE NONE");
    assertThat(failure).hasMessageContaining("refuses our credentials");
  }

  private static void use(Backend backend, String key) {
    backend.require(KEYVALUE_BASIC).set(key, new byte[] {1});
    assertThat(backend.require(KEYVALUE_BASIC).exists("before")).isTrue();
    backend.require(QUEUE_BASIC).enqueue("jobs", Message.of(key));
    assertThat(backend.require(QUEUE_BASIC).receive("jobs", 1, Duration.ofSeconds(5))).hasSize(1);
  }

  private static Subscriber recording(List<String> seen) {
    return new Subscriber() {
      @Override
      public void onMessage(String topic, Message message) {
        seen.add(message.text());
      }

      @Override
      public void onGap(Gap gap) {
        seen.add(gap.name());
      }
    };
  }
}
