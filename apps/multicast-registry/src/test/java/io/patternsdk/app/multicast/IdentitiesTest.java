package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentitiesTest {
  private final Served served = Served.start();
  private final RegistryCalls calls = served.calls;

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void whatIsRegisteredIsFoundWhereItsLocationSays() {
    String metadata = "{\"n\":1.10,\"big\":12345678901234567890,\"z\":null,\"é\":[1,\"x\"]}";
    JsonObject body =
        JsonObject.builder()
            .put("id", "a b/ü+%😀")
            .put("metadata", JsonObject.parse(metadata))
            .put("topic", "room")
            .build();
    Answer registered = calls.post("/v1/identities", body.toString());
    assertThat(registered.status()).isEqualTo(201);
    JsonObject found = calls.get(registered.header("location")).ok();
    assertThat(found.string("id")).isEqualTo("a b/ü+%😀");
    assertThat(found.object("metadata").toString()).isEqualTo(metadata);
    assertThat(found.string("topic")).isEqualTo("room");
    assertThat(found.bool("durable")).isFalse();
  }

  @Test
  void registeringAgainIsAConflictUnlessItReplaces() {
    calls.register("{\"id\":\"a\",\"metadata\":{\"v\":1}}");
    calls.post("/v1/identities", "{\"id\":\"a\"}").problem(409, "a is registered already");
    calls.register("{\"id\":\"a\",\"metadata\":{\"v\":2},\"replace\":true}");
    assertThat(calls.get("/v1/identities/a").ok().object("metadata").number("v").toInt())
        .isEqualTo(2);
  }

  @Test
  void aHeartbeatGivesTheTtlAnew() {
    calls.register("{\"id\":\"a\",\"ttl\":\"1h\"}");
    JsonObject beaten = calls.post("/v1/identities/a/heartbeat", "").ok();
    assertThat(beaten.string("ttl")).isEqualTo("1h");
    assertThat(beaten.string("expires_at")).isNotEmpty();
    calls.post("/v1/identities/b/heartbeat", "").problem(404, "b is not registered");
  }

  @Test
  void unregisteringIsIdempotent() {
    calls.register("{\"id\":\"a\"}");
    assertThat(calls.delete("/v1/identities/a").status()).isEqualTo(204);
    assertThat(calls.delete("/v1/identities/a").status()).isEqualTo(204);
    calls.get("/v1/identities/a").problem(404, "a is not registered");
  }

  @Test
  void aPageIsFilteredSortedAndContinued() {
    for (int i = 0; i < 10; i++) {
      String metadata = "{\"port\":" + i + ",\"even\":" + (i % 2 == 0) + "}";
      calls.register("{\"id\":\"id" + i + "\",\"metadata\":" + metadata + "}");
    }
    assertThat(calls.enumerate("{\"port.lt\":3,\"even\":true}").ids("identities"))
        .containsExactly("id0", "id2");
    List<String> seen = new ArrayList<>();
    String query = "/v1/identities?sort=-port&limit=4";
    Answer page = calls.get(query);
    while (page.ok().has("next")) {
      seen.addAll(page.ids("identities"));
      page = calls.get(query + "&cursor=" + page.json().string("next"));
    }
    seen.addAll(page.ids("identities"));
    assertThat(seen).hasSize(10).doesNotHaveDuplicates().startsWith("id9", "id8").endsWith("id0");
    assertThat(page.json().number("total").toInt()).isEqualTo(10);
  }

  @Test
  void metadataAreLeftOutOnRequest() {
    calls.register("{\"id\":\"a\",\"metadata\":{\"v\":1}}");
    assertThat(calls.get("/v1/identities?metadata=false").response().body())
        .contains("\"id\":\"a\"")
        .doesNotContain("\"v\"");
  }
}
