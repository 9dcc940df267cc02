package io.patternsdk.app.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.app.testing.Answer;
import io.patternsdk.app.testing.Calls;
import io.patternsdk.app.testing.Events;
import io.patternsdk.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SessionRoutesTest {
  private static Served served;
  private static Calls calls;

  @BeforeAll
  static void start() {
    served = Served.with("");
    calls = served.calls;
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static JsonObject attributes(String at) {
    return calls.get(at).ok().object("attributes");
  }

  @Test
  void whatIsCreatedIsFoundWhereItsLocationSays() {
    String attributes = "{\"cart\":[1.10,\"é\"],\"none\":null}";
    Answer created =
        calls.post(
            "/v1/sessions",
            "{\"principal\":\"ann\",\"idle\":\"20m\",\"lifetime\":\"8h\",\"attributes\":"
                + attributes
                + "}");
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("cache-control")).isEqualTo("no-store");
    JsonObject found = calls.get(created.header("location")).ok();
    assertThat(found).isEqualTo(created.json());
    assertThat(found.object("attributes").toString()).isEqualTo(attributes);
    assertThat(found.string("principal")).isEqualTo("ann");
    assertThat(found.string("idle")).isEqualTo("20m");
    Instant ends = Instant.parse(found.string("created")).plus(Duration.ofHours(8));
    assertThat(Instant.parse(found.string("ends"))).isEqualTo(ends);
  }

  @Test
  void attributesAreChangedTogetherOrOneByOne() {
    String at = served.created("{\"attributes\":{\"a\":1,\"b\":2}}");
    calls.post(at + "/attributes", "{\"set\":{\"c\":{\"d\":[]}},\"remove\":[\"a\"]}").ok();
    assertThat(attributes(at)).hasToString("{\"b\":2,\"c\":{\"d\":[]}}");
    String odd = "/attributes/" + Calls.encoded("a b/ü");
    calls.put(at + odd, "{\"value\":null}").ok();
    assertThat(calls.get(at + odd).ok()).hasToString("{\"value\":null}");
    calls.delete(at + odd).ok();
    calls.get(at + odd).problem(404, "not_found", "no attribute a b/ü");
    assertThat(attributes(at)).hasToString("{\"b\":2,\"c\":{\"d\":[]}}");
  }

  @Test
  void aLookMayBeNoUse() {
    String at = served.created("{}");
    String accessed = calls.get(at + "?touch=false").ok().string("last_accessed");
    assertThat(calls.get(at + "?touch=false").ok().string("last_accessed")).isEqualTo(accessed);
    assertThat(served.store.peek(at.substring(at.lastIndexOf('/') + 1))).isPresent();
  }

  @Test
  void extendingChangesWhatIsSaidAndNothingElse() {
    String at = served.created("{\"idle\":\"20m\"}");
    String ends = calls.get(at).ok().string("ends");
    calls.post(at + "/extend", "{\"idle\":\"never\"}").ok();
    JsonObject extended = calls.get(at).ok();
    assertThat(extended.has("idle")).isFalse();
    assertThat(extended.string("ends")).isEqualTo(ends);
    calls.post(at + "/extend", "{\"lifetime\":\"never\"}").ok();
    assertThat(calls.get(at).ok().names()).doesNotContain("idle", "ends");
  }

  @Test
  void aRenamedSessionHasAllAndItsOldIdNothing() {
    String at = served.created("{\"attributes\":{\"a\":1}}");
    JsonObject renamed = calls.post(at + "/rename", "").ok();
    assertThat(renamed.object("attributes")).hasToString("{\"a\":1}");
    calls.get("/v1/sessions/" + renamed.string("id")).ok();
    calls.get(at).problem(404, "not_found", "no such session");
    calls.post(at + "/rename", "").problem(404, "not_found", "no such session");
  }

  @Test
  void ofSeveralWhoEndASessionOneIsToldThatItDid() {
    String at = served.created("{}");
    assertThat(calls.delete(at).ok().bool("ended")).isTrue();
    assertThat(calls.delete(at).ok().bool("ended")).isFalse();
    calls.put(at + "/attributes/a", "{\"value\":1}").problem(404, "not_found", "has ended");
  }

  @Test
  void thoseOfAPrincipalAreListedByPagesAndLoggedOutTogether() {
    String name = "eve/" + Instant.now();
    String of = "/v1/principals/" + Calls.encoded(name);
    String body = "{\"principal\":\"" + name + "\"}";
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(served.create(body).string("id"));
    }
    String later = served.created("{}");
    calls.put(later + "/principal", body).ok();
    ids.add(later.substring("/v1/sessions/".length()));
    String other = served.created(body);
    calls.delete(other + "/principal").ok();
    assertThat(pages(of + "/sessions?attributes=false&limit=2"))
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(calls.post(of + "/logout", "").ok().number("ended").toInt()).isEqualTo(4);
    assertThat(pages(of + "/sessions?limit=2")).isEmpty();
    calls.get(other).ok();
  }

  @Test
  void allAreListedByPagesWithAFilter() {
    String theme = Instant.now().toString();
    List<String> dark = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      dark.add(served.create("{\"attributes\":{\"theme\":\"" + theme + "\"}}").string("id"));
      served.create("{}");
    }
    String filter = Calls.encoded("{\"attributes.theme\":\"" + theme + "\"}");
    assertThat(pages("/v1/sessions?limit=4&filter=" + filter))
        .containsExactlyInAnyOrderElementsOf(dark);
  }

  private static List<String> pages(String path) {
    List<String> ids = new ArrayList<>();
    Answer page = calls.get(path);
    ids.addAll(page.ids("sessions"));
    while (page.ok().has("next")) {
      page = calls.get(path + "&cursor=" + page.ok().string("next"));
      ids.addAll(page.ids("sessions"));
    }
    return ids;
  }

  @Test
  void eachEndIsToldOnceWithItsReason() {
    try (Events events = calls.listen("/v1/events")) {
      events.next("listening");
      String deleted = served.created("{}");
      calls.delete(deleted).ok();
      calls.delete(deleted).ok();
      String ivy = served.create("{\"principal\":\"ivy\"}").string("id");
      calls.post("/v1/principals/ivy/logout", "").ok();
      Events.Event first = events.next();
      assertThat(deleted).endsWith(first.member("id"));
      assertThat(first.member("reason")).isEqualTo("deleted");
      assertThat(events.next().json())
          .hasToString("{\"id\":\"" + ivy + "\",\"principal\":\"ivy\",\"reason\":\"logged_out\"}");
    }
  }
}
