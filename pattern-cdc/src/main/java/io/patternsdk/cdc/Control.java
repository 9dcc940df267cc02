package io.patternsdk.cdc;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.table.TableName;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** What somebody has told all processes of a feed, kept in the state. Thread-safe. */
final class Control {
  private final State state;
  private final String key;
  private volatile Wish wish = Wish.NOTHING;

  Control(State state, String key) {
    this.state = state;
    this.key = key;
  }

  /**
   * What is wanted.
   *
   * @param paused whether nothing is to be read
   * @param snapshot the tables of which a snapshot is wanted; empty for none
   * @param id names the wish for the snapshot
   */
  record Wish(boolean paused, Set<TableName> snapshot, String id) {
    static final Wish NOTHING = new Wish(false, Set.of(), "");

    private static Wish of(JsonObject json) {
      Set<TableName> tables = new TreeSet<>();
      for (JsonValue each : json.array("snapshot")) {
        tables.add(TableName.parse(((JsonString) each).value()));
      }
      return new Wish(json.bool("paused"), tables, json.string("id"));
    }

    private JsonObject json() {
      JsonObjectBuilder json = JsonObject.builder().put("form", 1).put("paused", paused);
      return json.put("snapshot", snapshot.stream().map(TableName::toString).toList())
          .put("id", id)
          .put("write", UUID.randomUUID().toString())
          .build();
    }
  }

  /** Returns what was wanted when somebody last looked. */
  Wish wish() {
    return wish;
  }

  /** Looks what is wanted. */
  void look() {
    wish = state.find(key).map(kept -> Wish.of(kept.json())).orElse(Wish.NOTHING);
  }

  void pause(boolean paused) {
    change(now -> new Wish(paused, now.snapshot, now.id));
  }

  void snapshot(Set<TableName> tables) {
    change(now -> new Wish(now.paused, tables, UUID.randomUUID().toString()));
  }

  /** Notes that a snapshot was taken, unless another is wanted since. */
  void taken(String id) {
    change(now -> now.id.equals(id) ? new Wish(now.paused, Set.of(), id) : now);
  }

  private void change(UnaryOperator<Wish> to) {
    while (true) {
      Optional<State.Kept> kept = state.find(key);
      Wish next = to.apply(kept.map(k -> Wish.of(k.json())).orElse(Wish.NOTHING));
      if (state.replace(key, kept.map(State.Kept::version).orElse(null), next.json()).isPresent()) {
        wish = next;
        return;
      }
    }
  }
}
