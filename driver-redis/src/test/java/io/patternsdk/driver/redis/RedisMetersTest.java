package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Message;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.KeptMeters;
import io.patternsdk.testkit.proxy.TcpProxy;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisMetersTest {
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(1));

  private final KeptMeters meters = new KeptMeters();

  @Test
  void aConnectionThatIsMadeAgainIsCounted() {
    try (TcpProxy proxy = TcpProxy.to(RedisServer.shared());
        Backend backend =
            Backends.open(Backends.options("redis://127.0.0.1:" + proxy.port()).meters(meters))) {
      SOON.until(() -> publishes(backend));
      assertThat(meters.read("backend_reconnects_total")).isZero();
      assertThat(meters.read("backend_dropped_messages_total")).isZero();
      proxy.reset();
      SOON.until(() -> meters.read("backend_reconnects_total") > 0);
      SOON.until(() -> publishes(backend));
    }
  }

  private static boolean publishes(Backend backend) {
    try {
      backend.require(PUBSUB_BASIC).publish("topic", Message.of("x"));
      return true;
    } catch (OperationException notThereYet) {
      return false;
    }
  }
}
