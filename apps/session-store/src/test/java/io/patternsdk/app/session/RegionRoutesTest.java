package io.patternsdk.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two regions in a file, over HTTP. */
class RegionRoutesTest {
  @Test
  void aSessionIsBroughtToEachRegionAndReadThere() {
    try (Served served = Served.ofRegions()) {
      String here = served.created("{\"attributes\":{\"a\":1}}");
      assertThat(served.calls.post(here + "/replicate", "").ok())
          .hasToString("{\"reached\":[\"eu\",\"us\"],\"failed\":[]}");
      assertThat(served.calls.get(here + "?region=us").ok().object("attributes"))
          .hasToString("{\"a\":1}");
      assertThat(served.calls.get(here + "?region=mars").status()).isEqualTo(400);
      Eventually.within(Duration.ofSeconds(60))
          .until(
              () ->
                  served.calls.get("/v1/regions").ok().toString().contains("\"name\":\"us\"")
                      && !served.calls.get("/v1/regions").ok().toString().contains("opening"));
      assertThat(served.calls.get("/v1/regions").ok().toString())
          .startsWith("{\"regions\":[{\"name\":\"eu\",\"own\":true,\"status\":\"up\"");
    }
  }
}
