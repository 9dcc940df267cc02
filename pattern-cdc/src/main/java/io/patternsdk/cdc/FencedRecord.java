package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.keyvalue.Version;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A record of the state that only the latest leader can replace. For one thread at a time. */
final class FencedRecord {
  private static final String EPOCH = "epoch";
  private static final String FORM = "form";

  private final State state;
  private final String key;
  private @Nullable Version version;
  private long epoch;

  FencedRecord(State state, String key) {
    this.state = state;
    this.key = key;
  }

  /** Takes it for a leader, so that an earlier one finds it replaced; returns what it says. */
  Optional<JsonObject> lead(long newer) {
    while (true) {
      Optional<State.Kept> kept = state.find(key);
      long there = kept.map(k -> k.json().number(EPOCH).toLong()).orElse(0L);
      if (there > newer) {
        throw replaced();
      }
      epoch = newer;
      Version before = kept.map(State.Kept::version).orElse(null);
      Optional<JsonObject> content = kept.map(State.Kept::json);
      Optional<Version> taken =
          state.replace(key, before, record(json -> content.ifPresent(c -> copy(c, json))));
      if (taken.isPresent()) {
        version = taken.get();
        return content;
      }
    }
  }

  private static void copy(JsonObject from, JsonObjectBuilder to) {
    from.forEach(
        (name, value) -> {
          if (!name.equals(EPOCH) && !name.equals(FORM)) {
            to.put(name, value);
          }
        });
  }

  /** Replaces what it says. */
  void store(Consumer<JsonObjectBuilder> content) {
    version = state.replace(key, version, record(content)).orElseThrow(this::replaced);
  }

  private JsonObject record(Consumer<JsonObjectBuilder> content) {
    JsonObjectBuilder json = JsonObject.builder().put(FORM, 1).put(EPOCH, epoch);
    content.accept(json);
    return json.build();
  }

  private BackendException replaced() {
    return new BackendException(ErrorKind.CONFLICT, "another leads: " + key + " is not ours");
  }
}
