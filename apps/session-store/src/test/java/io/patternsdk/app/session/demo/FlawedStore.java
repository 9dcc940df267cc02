package io.patternsdk.app.session.demo;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonValue;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A store in the memory of a test, as simple as one can be, with one thing that it does wrong. */
final class FlawedStore implements Door {
  private static final int SOMETIMES = 5;

  private final Account account;
  private final Flaw flaw;
  private final Map<String, Kept> sessions = new TreeMap<>();
  private int made;
  private int asked;

  FlawedStore(Account account, Flaw flaw) {
    this.account = account;
    this.flaw = flaw;
  }

  /** What is wrong with it. */
  enum Flaw {
    NONE,
    /** An answer is lost now and then, of requests that were done and of others. */
    LOST_ANSWERS,
    FORGETS_A_WRITE,
    WRITES_TAKE_OTHERS_ALONG,
    LATE_WRITES_RESURRECT,
    OLD_IDS_STAY,
    RENAMING_FORGETS,
    DELETES_FORGET,
    SESSIONS_VANISH,
    LOGOUTS_MISS_ONE,
    TELLS_TWICE,
    TELLS_NOTHING,
    TELLS_TOO_MUCH,
    EACH_IS_TOLD_THAT_IT_ENDED_IT,
    LISTS_LACK_ONE,
    LISTS_KEEP_THE_ENDED
  }

  private static final class Kept {
    final Map<String, String> attributes = new TreeMap<>();
    String principal = "";
    boolean over;
    boolean brief;
  }

  @Override
  public int members() {
    return 2;
  }

  @Override
  public synchronized Reply call(int member, String method, String path, String body) {
    asked++;
    boolean losing = flaw == Flaw.LOST_ANSWERS && asked % SOMETIMES == 0 && !method.equals("GET");
    if (losing && asked % 2 == 0) {
      return Reply.of(Outcome.UNKNOWN);
    }
    Reply reply = answer(method, path.split("\\?")[0].split("/"), body);
    return losing ? Reply.of(Outcome.UNKNOWN) : reply;
  }

  private boolean now(Flaw one) {
    return flaw == one && asked % SOMETIMES == 0;
  }

  private Reply answer(String method, String[] path, String body) {
    JsonObject json = body.isEmpty() ? JsonObject.EMPTY : JsonObject.parse(body);
    if (path[2].equals("principals")) {
      return method.equals("GET") ? list(path[3]) : logout(path[3]);
    } else if (path.length == 3) {
      return method.equals("GET") ? list("") : create(json);
    }
    Kept session = sessions.get(path[3]);
    if (session.over && now(Flaw.LATE_WRITES_RESURRECT) && method.equals("PUT")) {
      session.over = false;
    } else if (now(Flaw.SESSIONS_VANISH)) {
      session.over = true;
    }
    if (session.brief && !session.over) {
      session.over = true;
      tell(path[3], "expired");
    }
    if (path.length == 4 && method.equals("DELETE")) {
      return ended(end(path[3], session, "deleted"));
    } else if (session.over) {
      return Reply.of(Outcome.GONE);
    } else if (path.length == 4) {
      return new Reply(Outcome.DONE, shown(path[3], session));
    } else if (path[4].equals("rename")) {
      return rename(path[3], session);
    } else if (path[4].equals("principal")) {
      session.principal = json.string("principal");
      return Reply.of(Outcome.DONE);
    }
    write(session.attributes, method, path, json);
    return Reply.of(Outcome.DONE);
  }

  private Reply create(JsonObject json) {
    made++;
    Kept session = new Kept();
    session.brief = json.has("idle");
    json.object("attributes").forEach((name, value) -> put(session.attributes, name, value));
    sessions.put("s" + made, session);
    if (now(Flaw.TELLS_TOO_MUCH)) {
      tell("s" + made, "deleted");
    }
    return new Reply(Outcome.DONE, shown("s" + made, session));
  }

  private void write(
      Map<String, String> attributes, String method, String[] path, JsonObject json) {
    if (now(Flaw.FORGETS_A_WRITE)) {
      return;
    }
    if (now(Flaw.WRITES_TAKE_OTHERS_ALONG)) {
      attributes.keySet().removeIf(name -> !name.equals("theme"));
    }
    if (method.equals("POST")) {
      json.object("set").forEach((name, value) -> put(attributes, name, value));
      json.array("remove").forEach(name -> attributes.remove(name.asString()));
    } else if (method.equals("PUT")) {
      attributes.put(path[5], json.string("value"));
    } else {
      attributes.remove(path[5]);
    }
  }

  private static void put(Map<String, String> attributes, String name, JsonValue value) {
    attributes.put(name, value.asString());
  }

  private Reply rename(String id, Kept session) {
    made++;
    Kept renamed = new Kept();
    renamed.principal = session.principal;
    if (flaw != Flaw.RENAMING_FORGETS) {
      renamed.attributes.putAll(session.attributes);
    }
    session.over = flaw != Flaw.OLD_IDS_STAY;
    sessions.put("s" + made, renamed);
    return new Reply(Outcome.DONE, shown("s" + made, renamed));
  }

  private boolean end(String id, Kept session, String reason) {
    if (session.over) {
      return flaw == Flaw.EACH_IS_TOLD_THAT_IT_ENDED_IT;
    }
    session.over = !(now(Flaw.DELETES_FORGET) && reason.equals("deleted"));
    if (flaw != Flaw.TELLS_NOTHING) {
      tell(id, reason);
    }
    if (now(Flaw.TELLS_TWICE)) {
      tell(id, reason);
    }
    return true;
  }

  private void tell(String id, String reason) {
    account.add(new Ending(id, "", reason));
  }

  private Reply logout(String principal) {
    Map<String, Kept> all = new HashMap<>(sessions);
    all.values().removeIf(session -> session.over || !session.principal.equals(principal));
    int spared = flaw == Flaw.LOGOUTS_MISS_ONE ? 1 : 0;
    all.entrySet().stream()
        .skip(spared)
        .forEach(each -> end(each.getKey(), each.getValue(), "logged_out"));
    return ended(all.size());
  }

  private static Reply ended(Object ended) {
    return new Reply(Outcome.DONE, JsonObject.builder().put("ended", ended).build());
  }

  private Reply list(String principal) {
    Map<String, Kept> all = new TreeMap<>(sessions);
    all.values()
        .removeIf(
            session ->
                session.over && flaw != Flaw.LISTS_KEEP_THE_ENDED
                    || !principal.isEmpty() && !session.principal.equals(principal));
    int lacking = flaw == Flaw.LISTS_LACK_ONE ? 1 : 0;
    return new Reply(
        Outcome.DONE,
        JsonObject.builder()
            .put(
                "sessions",
                JsonArray.of(
                    all.entrySet().stream()
                        .skip(lacking)
                        .map(each -> shown(each.getKey(), each.getValue()))
                        .toList()))
            .build());
  }

  private static JsonObject shown(String id, Kept session) {
    JsonObjectBuilder attributes = JsonObject.builder();
    session.attributes.forEach(attributes::put);
    return JsonObject.builder().put("id", id).put("attributes", attributes.build()).build();
  }
}
