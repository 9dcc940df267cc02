package io.patternsdk.app.session.demo;

import io.patternsdk.app.session.demo.Operation.Kind;
import io.patternsdk.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** One browser of somebody who visits, logs in, fills a cart and leaves, again and again. */
final class Browser {
  private static final int ITEMS = 6;

  private final Asking asking;
  private final Random random;
  private final String name;
  private final String principal;
  private int writes;

  Browser(Asking asking, Random random, String name, String principal) {
    this.asking = asking;
    this.random = random;
    this.name = name;
    this.principal = principal;
  }

  /** Visits once: one session from its creation until somebody ends it or it is left open. */
  void visit() throws InterruptedException {
    asking.visit();
    if (random.nextInt(12) == 0) {
      Operation unused = asking.create(Kind.CREATE_BRIEF, Map.of("theme", next()));
      return;
    }
    Operation created = asking.create(Kind.CREATE, Map.of("theme", next()));
    if (!created.done()) {
      return;
    }
    String id = created.subject();
    boolean there = fill(id);
    Operation renamed = there ? rename(id) : created;
    if (!there || !renamed.done()) {
      return;
    }
    id = renamed.told();
    there = asking.login(id, principal).outcome() != Outcome.GONE;
    for (int page = random.nextInt(3); page >= 0 && there; page--) {
      there = fill(id);
    }
    if (there && random.nextInt(8) == 0) {
      renamed = rename(id);
      there = renamed.done();
      id = renamed.told();
    }
    if (there) {
      leave(id);
    }
  }

  /**
   * Puts several things into the cart by requests of one moment, and looks; false if it is gone.
   */
  private boolean fill(String id) throws InterruptedException {
    asking.page();
    List<Callable<Operation>> requests = new ArrayList<>();
    for (int request = 1 + random.nextInt(3); request >= 0; request--) {
      requests.add(writing(id));
    }
    boolean there =
        asking.together(requests).stream().noneMatch(each -> each.outcome() == Outcome.GONE);
    return asking.read(id, true).outcome() != Outcome.GONE && there;
  }

  private Callable<Operation> writing(String id) {
    Map<String, String> values = new TreeMap<>();
    for (int more = random.nextInt(4) == 0 ? 3 : 1; more > 0; more--) {
      String item = "item-" + random.nextInt(ITEMS);
      values.put(item, random.nextInt(6) == 0 ? Operation.REMOVED : next());
    }
    return () -> asking.write(id, values);
  }

  /** Gets another id while other requests are under way, which go where that is asked for. */
  private Operation rename(String id) throws InterruptedException {
    List<Operation> all =
        asking.togetherHere(
            List.of(() -> asking.rename(id), writing(id), () -> asking.read(id, true)));
    if (random.nextInt(4) == 0) {
      Operation unused = asking.write(id, Map.of("late", next())); // of a page with the old id
    }
    return all.getFirst();
  }

  private void leave(String id) throws InterruptedException {
    int dice = random.nextInt(20);
    if (dice >= 11) {
      return; // it stays open
    }
    if (dice >= 8) {
      Operation unused = asking.logout(principal);
    } else {
      List<Callable<Operation>> requests = new ArrayList<>();
      for (int click = random.nextInt(2); click >= 0; click--) {
        requests.add(() -> asking.delete(id));
      }
      requests.add(writing(id));
      List<Operation> unused = asking.together(requests);
    }
    if (random.nextBoolean()) {
      Operation unused = asking.write(id, Map.of("late", next()));
      unused = asking.read(id, true);
    }
  }

  private String next() {
    writes++;
    return name + "-" + writes;
  }

  /** Returns the attributes of an answer. */
  static Map<String, String> attributes(JsonObject session) {
    Map<String, String> values = new HashMap<>();
    session.object("attributes").forEach((name, value) -> values.put(name, value.asString()));
    return values;
  }
}
