package io.patternsdk.http;

import static io.patternsdk.http.Served.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Health;
import io.patternsdk.lifecycle.Phase;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProbesTest {
  private final Served served = new Served(Map.of(), Routes.builder().build());

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void aBackendThatIsDownMakesItUnreadyButNotUnhealthy() {
    served.running.backend = Health.down("connection refused");
    assertThat(served.get("/health").statusCode()).isEqualTo(200);
    assertThat(json(served.get("/health")).string("status")).isEqualTo("up");
    assertThat(json(served.get("/health")).find("reason")).isEmpty();
    assertThat(served.get("/ready").statusCode()).isEqualTo(503);
    assertThat(json(served.get("/ready")).string("reason"))
        .isEqualTo("registry (redis) is down: connection refused");
    served.running.backend = Health.up();
    assertThat(served.get("/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void readinessSaysWhatIsDegradedAndSinceWhen() {
    served.running.backend = Health.degraded("a replica is missing");
    assertThat(served.get("/ready").statusCode()).isEqualTo(200);
    assertThat(served.get("/ready").body())
        .contains("\"status\":\"degraded\"")
        .contains("\"reason\":\"registry (redis) is degraded: a replica is missing\"")
        .contains("\"since\":\"1970-01-01T00:00:00Z\"");
  }

  @Test
  void theProbesAnswerWhileItStops() {
    served.running.phase = Phase.STOPPING;
    served.front.stopIntake();
    assertThat(served.get("/ready").statusCode()).isEqualTo(503);
    assertThat(served.get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsHaveAPortOfTheirOwn() {
    assertThat(served.get(served.metrics).body()).isEqualTo("up 1\n");
    assertThat(served.get("/metrics").statusCode()).isEqualTo(404);
  }
}
