package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Program;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.server.TestServer;
import java.time.Duration;

/** A server that is killed while a process uses it, and what the process says meanwhile. */
record Outage(Program program, RegistryCalls calls) {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  /** Returns when a slot on the server has failed, the server is back, and the load succeeds. */
  void of(TestServer server, String slot, Load load) {
    String breaker = "circuit_breaker_state{slot=\"" + slot + "\"}";
    assertThat(program.metric(breaker)).isZero();
    server.kill();
    SOON.check(() -> assertThat(calls.get("/ready").status()).isEqualTo(503));
    SOON.check(() -> assertThat(program.metric(breaker)).isEqualTo(2));
    SOON.check(() -> assertThat(load.refused()).isGreaterThan(3));
    assertThat(calls.get("/health").status()).isEqualTo(200);
    server.restart();
    SOON.check(() -> assertThat(calls.get("/ready").status()).isEqualTo(200));
    int before = load.done().size();
    SOON.check(() -> assertThat(load.done()).hasSizeGreaterThan(before));
    SOON.check(() -> assertThat(program.metric(breaker)).isZero());
    assertThat(calls.get("/health").status()).isEqualTo(200);
  }
}
