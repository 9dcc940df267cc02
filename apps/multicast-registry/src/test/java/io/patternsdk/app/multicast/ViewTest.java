package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Description;
import io.patternsdk.testkit.Eventually;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final String VIEW =
      "pattern: {name: multicast-registry, settings: {view_size: 1MiB, view_max_staleness: 1h}}\n";
  private static final Eventually SOON = Eventually.within(Duration.ofMinutes(2));
  private static final String LIST = "/v1/identities";

  private final Description description = new Description(RegistryRoutes.class);

  private static String multicast(String more) {
    return "{\"filter\":{},\"payload\":\"x\"" + more + "}";
  }

  @Test
  void theAnswerSaysHowOldItIsAndTheRequestHowOldItMayBe() {
    try (Served served = Served.with(Served.ALL, VIEW)) {
      RegistryCalls calls = served.calls;
      calls.register("{\"id\":\"a\"}");
      SOON.until(
          () -> {
            Answer answer = calls.get(LIST);
            description.answer("GET /v1/identities", answer);
            return answer.ok().has("staleness") && answer.ids("identities").contains("a");
          });
      assertThat(calls.get(LIST + "?max_staleness=0s").ok().has("staleness")).isFalse();
      Answer stale = calls.get(LIST + "?max_staleness=0s&if_stale=fail");
      description.answer("GET /v1/identities", stale);
      stale.problem(503, "stale", "at most 0 ms were asked for");
      Answer sent = calls.multicast(multicast(""));
      description.answer("POST /v1/multicasts", sent);
      assertThat(sent.ok().has("staleness")).isTrue();
      String exact = multicast(",\"max_staleness\":\"0s\",\"if_stale\":\"read\"");
      assertThat(calls.multicast(exact).ok().has("staleness")).isFalse();
      calls
          .multicast(multicast(",\"max_staleness\":\"0s\",\"if_stale\":\"fail\""))
          .problem(503, "at most 0 ms were asked for");
    }
  }

  @Test
  void whatIsNoAgeOrNoChoiceIsRefused() {
    try (Served served = Served.start()) {
      RegistryCalls calls = served.calls;
      calls.get(LIST + "?max_staleness=old").problem(400, "max_staleness is \"old\"");
      calls.get(LIST + "?if_stale=no").problem(400, "if_stale is \"no\"; read or fail works");
      calls.multicast(multicast(",\"if_stale\":\"no\"")).problem(400, "read or fail works");
      assertThat(calls.get(LIST + "?max_staleness=0s&if_stale=fail").status()).isEqualTo(200);
    }
  }
}
