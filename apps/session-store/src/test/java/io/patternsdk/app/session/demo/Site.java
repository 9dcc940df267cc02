package io.patternsdk.app.session.demo;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A region: its server, and a process that uses it.
 *
 * @param door asks that process alone, and shows it nothing
 */
record Site(String name, Server server, Member member, Door door) {
  private static final String PAGE = "/v1/sessions?limit=100";

  void kill() throws InterruptedException {
    server.kill();
    member.kill();
  }

  void startAgain() throws IOException, InterruptedException {
    server.startAgain();
    member.startAgain();
  }

  /** Returns what of each session is the same in all regions, when they are equal. */
  Map<String, Map<String, String>> sessions() throws InterruptedException {
    Map<String, Map<String, String>> all = new HashMap<>();
    String next = "";
    do {
      Reply page = door.call(0, "GET", PAGE + next, "");
      if (page.outcome() != Outcome.DONE) {
        return Map.of("", Map.of(name, "cannot be listed now"));
      }
      for (JsonValue each : page.body().array("sessions")) {
        JsonObject session = each.asObject();
        Map<String, String> what = new TreeMap<>(Browser.attributes(session));
        what.put("", session.has("principal") ? session.string("principal") : "");
        all.put(session.string("id"), what);
      }
      next = page.body().has("next") ? "&cursor=" + page.body().string("next") : "";
    } while (!next.isEmpty());
    return all;
  }

  /** Tells whether a repair by this process has come to its end. */
  boolean hasRepaired() throws InterruptedException {
    Optional<JsonObject> repair = other().map(status -> status.object("repair"));
    long ranges = repair.map(of -> of.number("ranges").toLong()).orElse(0L);
    return ranges > 0 && repair.orElseThrow().number("done").toLong() == ranges;
  }

  /** Tells whether something of this process may wait for the other region. */
  boolean waits() throws InterruptedException {
    return other().map(status -> status.number("waiting").toLong() > 0).orElse(true);
  }

  /** Returns how the other region is, as this process sees it; empty if it cannot be asked. */
  private Optional<JsonObject> other() throws InterruptedException {
    Reply reply = door.call(0, "GET", "/v1/regions", "");
    return reply.outcome() == Outcome.DONE
        ? reply.body().array("regions").values().stream()
            .map(JsonValue::asObject)
            .filter(status -> !status.bool("own"))
            .findFirst()
        : Optional.empty();
  }

  /** Returns how many records this process has found to differ since it started. */
  long repaired(HttpClient http) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(member.metrics()).build();
    return http.send(request, BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith("session_store_repaired_total"))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
