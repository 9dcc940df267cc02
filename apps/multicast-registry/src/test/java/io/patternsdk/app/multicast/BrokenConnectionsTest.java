package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.RedisProfile;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What HTTP clients hear while the connections to Redis break in one way or another. */
class BrokenConnectionsTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));
  private static final int TIMES = 8;
  private static final String BREAKER = "circuit_breaker_state{slot=\"registry\"}";
  private static RedisServer redis;
  private static TcpProxy proxy;
  private static Served served;

  @BeforeAll
  static void start() {
    redis = RedisServer.start(RedisProfile.plain());
    proxy = TcpProxy.to(redis);
    served =
        Served.with(
            """
            pattern:
              name: multicast-registry
              lifecycle: {health_check_interval: 100ms}
              concurrency: {circuit_breaker: {max_failures: 5, reset_timeout: 200ms}}
            observability: {metrics: {port: 0}}
            backends:
              registry:
                driver: redis
                operation_timeout: 500ms
                config: {addresses: ["redis://127.0.0.1:%d"], max_retries: 0}
              messaging: {driver: embedded}
            """
                .formatted(proxy.port()));
  }

  @AfterAll
  static void stop() {
    served.close();
    proxy.close();
    redis.close();
  }

  @AfterEach
  void heal() {
    proxy.heal();
    SOON.check(
        () -> served.calls.post("/v1/identities", "{\"id\":\"healed\",\"replace\":true}").ok());
    SOON.check(() -> assertThat(served.metric(BREAKER)).isZero());
    SOON.check(() -> assertThat(served.calls.get("/ready").status()).isEqualTo(200));
  }

  private static Answer register(String id) {
    return served.calls.post("/v1/identities", "{\"id\":\"" + id + "\"}");
  }

  private static Answer multicast() {
    return served.calls.multicast("{\"filter\":{},\"payload\":\"x\"}");
  }

  private static void failed(Answer answer, int status, String effect) {
    answer.problem(status, "");
    assertThat(answer.response().body()).doesNotContainIgnoringCase("redis", "127.0.0.1");
    assertThat(answer.json().string("effect")).isEqualTo(effect);
  }

  @Test
  void anAnswerThatIsLostLeavesTheEffectUnknown() {
    SOON.check(
        () -> {
          heal();
          String id = "lost" + System.nanoTime();
          proxy.loseNextAnswer(); // unless a look at the health takes it
          failed(register(id), 503, "unknown");
          SOON.check(() -> register(id).problem(409, "registered already"));
        });
  }

  @Test
  void aStalledBackendIsATimeout() {
    proxy.stall();
    failed(register("stalled"), 504, "unknown");
    failed(multicast(), 504, "none");
  }

  @Test
  void refusedConnectionsOpenTheBreakerAndHealingClosesIt() {
    int open = proxy.open();
    int threads = Thread.getAllStackTraces().size();
    for (int i = 0; i < TIMES; i++) {
      refuseUntilTheBreakerIsOpen();
      heal();
    }
    SOON.check(() -> assertThat(proxy.open()).isEqualTo(open));
    // A few start when they are first needed; one for each time would be a leak.
    SOON.check(() -> assertThat(Thread.getAllStackTraces().size()).isLessThan(threads + TIMES));
  }

  private static void refuseUntilTheBreakerIsOpen() {
    proxy.refuse();
    proxy.reset();
    SOON.check(() -> assertThat(served.calls.get("/ready").status()).isEqualTo(503));
    SOON.check(() -> failed(register("refused"), 503, "none"));
    SOON.check(() -> failed(multicast(), 503, "none"));
    SOON.check(
        () -> {
          multicast();
          assertThat(served.metric(BREAKER)).isEqualTo(2);
        });
    assertThat(served.calls.get("/health").status()).isEqualTo(200);
  }
}
