package io.patternsdk.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two regions in a file, over HTTP. */
class RegionRoutesTest {
  @Test
  void whoHasWrittenIsGivenATokenToShow() {
    try (Served served = Served.ofRegions()) {
      Answer created = served.calls.post("/v1/sessions", "{}");
      String token = created.header("session-token");
      assertThat(created.header("set-cookie")).startsWith("session-token=" + token + ";");
      String here = created.header("location");
      Answer found = served.calls.send("GET", here, "", "Session-Token", token);
      assertThat(found.status()).isEqualTo(200);
      String cookie = "a=b; session-token=" + token;
      Answer set = put(served, here, "Cookie", cookie);
      assertThat(set.header("session-token")).isNotEqualTo(token).matches("[0-9a-zA-Z_.-]+");
      assertThat(put(served, here, "Session-Token", "nonsense").status()).isEqualTo(400);
    }
  }

  private static Answer put(Served served, String here, String header, String value) {
    return served.calls.send("PUT", here + "/attributes/a", "{\"value\":1}", header, value);
  }

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
