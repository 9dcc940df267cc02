package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Operation.Kind;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Sends requests, each to any process that can be reached, and writes down what became of them.
 * What has certainly done nothing is asked again. Thread-safe.
 */
final class Asking {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final String SESSIONS = "/v1/sessions";

  private final Door door;
  private final Account account;
  private final ExecutorService threads;

  Asking(Door door, Account account, ExecutorService threads) {
    this.door = door;
    this.account = account;
    this.threads = threads;
  }

  /** What an answer adds to what was asked. */
  private record Seen(String subject, Map<String, String> values, String told) {}

  private Operation ask(
      Kind kind,
      String method,
      String path,
      String body,
      Seen asked,
      Function<JsonObject, Seen> seen)
      throws InterruptedException {
    long patience = System.nanoTime() + PATIENCE.toNanos();
    int member = ThreadLocalRandom.current().nextInt(door.members());
    long begun = account.now();
    Reply reply = door.call(member, method, path, body);
    while (reply.outcome() == Outcome.NOTHING) {
      if (System.nanoTime() > patience) {
        throw new IllegalStateException("nobody could be asked for " + PATIENCE);
      }
      Thread.sleep(PAUSE);
      member = (member + 1) % door.members();
      begun = account.now();
      reply = door.call(member, method, path, body);
    }
    Seen known = reply.outcome() == Outcome.DONE ? seen.apply(reply.body()) : asked;
    Operation operation =
        new Operation(
            kind,
            known.subject(),
            begun,
            account.now(),
            reply.outcome(),
            known.values(),
            known.told(),
            reply.region());
    account.add(operation);
    return operation;
  }

  private Operation ask(Kind kind, String method, String path, String body, Seen asked)
      throws InterruptedException {
    return ask(kind, method, path, body, asked, answer -> asked);
  }

  Operation create(Kind kind, Map<String, String> values) throws InterruptedException {
    JsonObjectBuilder body = JsonObject.builder().put("attributes", json(values));
    if (kind == Kind.CREATE_BRIEF) {
      body.put("idle", "2s");
    }
    Seen asked = new Seen("", values, "");
    return ask(
        kind,
        "POST",
        SESSIONS,
        body.build().toString(),
        asked,
        answer -> new Seen(answer.string("id"), values, ""));
  }

  Operation login(String id, String principal) throws InterruptedException {
    String body = JsonObject.builder().put("principal", principal).build().toString();
    return ask(Kind.LOGIN, "PUT", at(id) + "/principal", body, new Seen(id, Map.of(), principal));
  }

  /** Sets attributes, and removes those whose value is {@link Operation#REMOVED}. */
  Operation write(String id, Map<String, String> values) throws InterruptedException {
    Map<String, String> set = new HashMap<>(values);
    set.values().removeIf(String::isEmpty);
    List<String> removed = values.keySet().stream().filter(name -> !set.containsKey(name)).toList();
    Seen asked = new Seen(id, values, "");
    if (values.size() > 1) {
      String body =
          JsonObject.builder()
              .put("set", json(set))
              .put("remove", JsonArray.of(removed))
              .build()
              .toString();
      return ask(Kind.WRITE, "POST", at(id) + "/attributes", body, asked);
    }
    String path = at(id) + "/attributes/" + values.keySet().iterator().next();
    if (set.isEmpty()) {
      return ask(Kind.WRITE, "DELETE", path, "", asked);
    }
    String body =
        JsonObject.builder().put("value", set.values().iterator().next()).build().toString();
    return ask(Kind.WRITE, "PUT", path, body, asked);
  }

  Operation read(String id, boolean touch) throws InterruptedException {
    return ask(
        Kind.READ,
        "GET",
        at(id) + (touch ? "" : "?touch=false"),
        "",
        new Seen(id, Map.of(), ""),
        answer -> new Seen(id, Browser.attributes(answer), ""));
  }

  Operation rename(String id) throws InterruptedException {
    return ask(
        Kind.RENAME,
        "POST",
        at(id) + "/rename",
        "",
        new Seen(id, Map.of(), ""),
        answer -> new Seen(id, Browser.attributes(answer), answer.string("id")));
  }

  Operation delete(String id) throws InterruptedException {
    return ask(
        Kind.DELETE,
        "DELETE",
        at(id),
        "",
        new Seen(id, Map.of(), ""),
        answer -> new Seen(id, Map.of(), Boolean.toString(answer.bool("ended"))));
  }

  Operation logout(String principal) throws InterruptedException {
    return ask(
        Kind.LOGOUT,
        "POST",
        "/v1/principals/" + principal + "/logout",
        "",
        new Seen(principal, Map.of(), ""));
  }

  /** Lists those of a principal, or all where it is empty, page by page. */
  Operation list(String principal) throws InterruptedException {
    String path = principal.isEmpty() ? SESSIONS : "/v1/principals/" + principal + "/sessions";
    Map<String, String> ids = new HashMap<>();
    long begun = account.now();
    String cursor = "";
    do {
      Operation page = page(path + "?attributes=false" + cursor);
      ids.putAll(page.values());
      cursor = page.told().isEmpty() ? "" : "&cursor=" + page.told();
    } while (!cursor.isEmpty());
    Operation whole =
        new Operation(Kind.LIST, principal, begun, account.now(), Outcome.DONE, ids, "", "");
    account.add(whole);
    return whole;
  }

  private Operation page(String path) throws InterruptedException {
    Seen asked = new Seen("", Map.of(), "");
    Operation page = ask(Kind.READ, "GET", path, "", asked, Asking::page);
    return page.done() ? page : page(path);
  }

  private static Seen page(JsonObject answer) {
    Map<String, String> ids = new HashMap<>();
    for (JsonValue session : answer.array("sessions")) {
      ids.put(session.asObject().string("id"), "");
    }
    return new Seen("", ids, answer.has("next") ? answer.string("next") : "");
  }

  /** Says that a session of its own begins. */
  void visit() {
    door.visit();
  }

  /** Says that another page begins. */
  void page() {
    door.page();
  }

  /** Sends several at one moment, all where the last was asked. */
  List<Operation> togetherHere(List<Callable<Operation>> requests) throws InterruptedException {
    door.stay(true);
    try {
      return together(requests);
    } finally {
      door.stay(false);
    }
  }

  /** Sends several at one moment. */
  List<Operation> together(List<Callable<Operation>> requests) throws InterruptedException {
    List<Operation> all = new ArrayList<>();
    for (Future<Operation> each : threads.invokeAll(requests)) {
      try {
        all.add(each.get());
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return all;
  }

  private static String at(String id) {
    return SESSIONS + "/" + id;
  }

  private static JsonObject json(Map<String, String> values) {
    JsonObjectBuilder json = JsonObject.builder();
    values.forEach(json::put);
    return json.build();
  }
}
