package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Program;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Readiness says what calls would meet, not what a ping does. */
class ReadinessIT {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final Servers servers = new Servers();
  private final Program program = Program.start(servers.yaml());
  private final RegistryCalls calls = program.calls(RegistryCalls::new);

  @AfterEach
  void stop() {
    program.close();
    servers.close();
  }

  /** Sends a command to Redis as its own tools do. */
  private void redis(String command) {
    try (Socket socket = new Socket("127.0.0.1", servers.redis.port())) {
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      byte[] answer = socket.getInputStream().readNBytes(3);
      assertThat(new String(answer, StandardCharsets.US_ASCII)).isEqualTo("+OK");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aServerThatTakesNoWritesMakesItUnready() {
    redis("REPLICAOF 127.0.0.1 1"); // answers pings and reads, and refuses writes
    SOON.check(
        () -> {
          Answer ready = calls.get("/ready");
          assertThat(ready.status()).isEqualTo(503);
          assertThat(ready.json().string("reason"))
              .startsWith("registry (redis) is down")
              .contains("takes no writes");
        });
    assertThat(calls.get("/health").status()).isEqualTo(200);
    assertThat(program.metric("slot_state{slot=\"registry\"}")).isEqualTo(3);
    redis("REPLICAOF NO ONE");
    SOON.check(() -> assertThat(calls.get("/ready").json().string("status")).isEqualTo("up"));
    calls.register("{\"id\":\"a\"}");
  }

  @Test
  void anOptionalSlotThatIsDownIsDegraded() {
    servers.nats.pause();
    SOON.check(
        () -> assertThat(calls.get("/ready").json().string("reason")).contains("messaging (nats)"));
    servers.nats.resume();
    SOON.check(() -> assertThat(calls.get("/ready").json().string("status")).isEqualTo("up"));
  }
}
