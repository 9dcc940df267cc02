package io.patternsdk.session;

import io.patternsdk.core.json.JsonValue;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/** What a few clients asked of one session and were answered, and whether that has an order. */
final class SessionHistory {
  private static final int CLIENTS = 4;
  private static final int STEPS = 5;

  private SessionHistory() {}

  /** What is asked. */
  enum Kind {
    GET,
    SET,
    DELETE,
    RENAME
  }

  /**
   * One call.
   *
   * @param id the session that was named
   * @param argument what was set
   * @param answer the value or the new id; "ok", "absent"
   * @param begun when it began, by a counter that all share
   * @param ended when it ended
   */
  record Step(Kind kind, String id, String argument, String answer, long begun, long ended) {}

  /** Lets clients loose on a session; those whose session was renamed follow it. */
  static List<Step> record(long seed, List<SessionStore> stores) {
    AtomicLong counter = new AtomicLong();
    long begun = counter.incrementAndGet();
    String first = stores.getFirst().create(NewSession.empty().with("v", "first")).id();
    List<Step> all = new ArrayList<>();
    all.add(new Step(Kind.SET, first, "first", "ok", begun, counter.incrementAndGet()));
    String[] latest = {first};
    Crowd.call(
            CLIENTS,
            client -> {
              Random random = new Random(seed * CLIENTS + client);
              SessionStore store = stores.get(client % stores.size());
              List<Step> steps = new ArrayList<>();
              for (int i = 0; i < STEPS; i++) {
                String id;
                synchronized (latest) {
                  id = random.nextInt(4) == 0 ? first : latest[0];
                }
                Step step = step(store, random, id, client + "-" + i, counter);
                if (step.kind() == Kind.RENAME && !step.answer().equals("absent")) {
                  synchronized (latest) {
                    latest[0] = step.answer();
                  }
                }
                steps.add(step);
              }
              return steps;
            })
        .forEach(all::addAll);
    return all;
  }

  private static Step step(
      SessionStore store, Random random, String id, String value, AtomicLong counter) {
    int dice = random.nextInt(10);
    Kind kind = dice < 4 ? Kind.GET : dice < 8 ? Kind.SET : dice < 9 ? Kind.RENAME : Kind.DELETE;
    long begun = counter.incrementAndGet();
    String answer = answer(store, kind, id, value);
    return new Step(kind, id, value, answer, begun, counter.incrementAndGet());
  }

  private static String answer(SessionStore store, Kind kind, String id, String value) {
    try {
      switch (kind) {
        case GET -> {
          return store
              .find(id)
              .flatMap(session -> session.attribute("v"))
              .map(SessionHistory::text)
              .orElse("absent");
        }
        case SET -> store.set(id, "v", value);
        case RENAME -> {
          return store.rename(id).id();
        }
        case DELETE -> {
          return store.delete(id) ? "ok" : "absent";
        }
      }
      return "ok";
    } catch (SessionException e) {
      return "absent";
    }
  }

  private static String text(JsonValue value) {
    return JsonValue.of(value).toString().replace("\"", "");
  }

  /**
   * The session under its id.
   *
   * @param id the id; empty if it has ended
   */
  private record State(String id, String value) {}

  /** Whether the calls could have happened one after the other, each between its begin and end. */
  static boolean hasAnOrder(List<Step> history) {
    State before = new State(history.getFirst().id(), "none");
    return search(history, new HashSet<>(), before, new HashSet<>());
  }

  private static boolean search(
      List<Step> history, Set<Integer> done, State state, Set<Object> tried) {
    if (done.size() == history.size()) {
      return true;
    }
    if (!tried.add(List.of(Set.copyOf(done), state))) {
      return false;
    }
    long earliestEnd = Long.MAX_VALUE;
    for (int i = 0; i < history.size(); i++) {
      if (!done.contains(i)) {
        earliestEnd = Math.min(earliestEnd, history.get(i).ended());
      }
    }
    for (int i = 0; i < history.size(); i++) {
      Step step = history.get(i);
      if (done.contains(i) || step.begun() > earliestEnd) {
        continue;
      }
      State next = next(state, step);
      if (next != null) {
        done.add(i);
        if (search(history, done, next, tried)) {
          return true;
        }
        done.remove(i);
      }
    }
    return false;
  }

  /** What a call leaves if it is answered as it was; null if it would not be. */
  private static State next(State state, Step step) {
    boolean there = step.id().equals(state.id());
    if (!there || step.answer().equals("absent")) {
      return !there && step.answer().equals("absent") ? state : null;
    }
    return switch (step.kind()) {
      case GET -> step.answer().equals(state.value()) ? state : null;
      case SET -> new State(state.id(), step.argument());
      case RENAME -> new State(step.answer(), state.value());
      case DELETE -> new State("", state.value());
    };
  }
}
