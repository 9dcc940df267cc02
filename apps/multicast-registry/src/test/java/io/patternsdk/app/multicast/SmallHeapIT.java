package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Events;
import io.patternsdk.app.testing.Program;
import io.patternsdk.testkit.Eventually;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receivers that take nothing share what little memory there is, and harm nobody else. */
class SmallHeapIT {
  private static final Eventually SOON = Eventually.within(Duration.ofSeconds(60));
  private static final int MESSAGES = 1_500;
  private static final String BODY =
      "{\"filter\":{},\"payload\":\"" + "x".repeat(60_000) + "\",\"content_type\":\"text/plain\"}";
  private static final String YAML =
      """
      pattern: {name: multicast-registry}
      backends:
        registry: {driver: embedded}
        messaging: {driver: embedded}
      """;

  @Test
  void readersThatAreStuckFailNoRequestOfOthers() throws IOException {
    try (Program program = Program.small(128, YAML);
        RegistryCalls calls = program.calls(RegistryCalls::new)) {
      List.of("a", "b", "c").forEach(id -> calls.register("{\"id\":\"" + id + "\"}"));
      try (Socket a = calls.deaf("/v1/identities/a/events");
          Socket b = calls.deaf("/v1/identities/b/events");
          Events healthy = calls.events("c")) {
        SOON.check(() -> assertThat(program.metric("registry_subscriptions")).isEqualTo(3));
        for (int i = 0; i < MESSAGES; i++) {
          var totals = calls.multicast(BODY).ok().object("totals");
          assertThat(totals.number("sent").toInt()).as(program.log()).isEqualTo(3);
          assertThat(healthy.next("message").data()).contains("xxx");
        }
        assertThat(calls.get("/v1/identities").ids("identities")).containsExactly("a", "b", "c");
        assertThat(calls.get("/ready").status()).isEqualTo(200);
        assertThat(program.metric("buffer_memory_refused_total")).isPositive();
        assertThat(program.metric("buffer_memory_used_bytes"))
            .isLessThanOrEqualTo(program.metric("buffer_memory_bytes"));
        assertThat(a.isConnected() && b.isConnected()).isTrue();
      }
      SOON.check(() -> assertThat(program.metric("registry_subscriptions")).isZero());
      SOON.check(() -> assertThat(program.metric("buffer_memory_used_bytes")).isZero());
      assertThat(program.log()).doesNotContain("OutOfMemoryError");
    }
  }
}
