package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Program;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Everybody who listens is told, however many there are. The system property {@code
 * patternsdk.streams} says how many; each is a connection and a file descriptor here and there.
 */
class StreamsIT {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(2));
  private static final int STREAMS = Integer.getInteger("patternsdk.streams", 500);
  private static final int AT_ONCE = 32;

  /** The heap that docs/config.md says 10,000 streams need. */
  private static final int HEAP = 512;

  private static final String YAML =
      """
      http: {port: 0, max_connections: %d, probes: {port: 0}}
      pattern: {name: multicast-registry}
      backends:
        registry: {driver: embedded}
        messaging: {driver: embedded}
      """
          .formatted(STREAMS + 2 * AT_ONCE);

  @Test
  void everyStreamIsToldEachMulticastOnce() {
    try (Program program = Program.small(HEAP, YAML);
        RegistryCalls calls = program.calls(RegistryCalls::new)) {
      List<Events> streams = listening(program, calls);
      SOON.check(() -> assertThat(program.metric("registry_subscriptions")).isEqualTo(STREAMS));
      for (String text : List.of("first", "second")) {
        assertThat(sent(calls, text)).as(program.log()).isEqualTo(STREAMS);
      }
      for (Events stream : streams) {
        assertThat(stream.next("message").member("payload")).isEqualTo("first");
        assertThat(stream.next("message").member("payload")).isEqualTo("second");
      }
      assertThat(calls.get("/health").status()).isEqualTo(200);
      assertThat(calls.get("/ready").status()).isEqualTo(200);
      streams.forEach(Events::close);
      SOON.check(() -> assertThat(program.metric("registry_subscriptions")).isZero());
      assertThat(program.log()).doesNotContain("connections are taken", "OutOfMemoryError");
    }
  }

  private static List<Events> listening(Program program, RegistryCalls calls) {
    try {
      return Parallel.each(STREAMS, AT_ONCE, id -> listening(calls, "s" + id));
    } catch (AssertionError e) {
      throw new AssertionError(program.log(), e);
    }
  }

  private static Events listening(RegistryCalls calls, String id) {
    calls.register("{\"id\":\"" + id + "\"}");
    return calls.events(id);
  }

  private static int sent(RegistryCalls calls, String text) {
    JsonObject answer = calls.multicast("{\"filter\":{},\"payload\":\"" + text + "\"}").ok();
    return answer.object("totals").number("sent").toInt();
  }
}
