package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.keyvalue.Version;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The position of a destination that cannot keep its own. For one thread at a time. */
final class StoredPosition {
  private final State state;
  private final String key;
  private @Nullable Version version;
  private long epoch;

  StoredPosition(State state, String key) {
    this.state = state;
    this.key = key;
  }

  /** Takes it for a leader, so that an earlier one finds it replaced. */
  Optional<FeedPosition> lead(long newer) {
    while (true) {
      Optional<State.Kept> kept = state.find(key);
      long there = kept.map(k -> k.json().number("epoch").toLong()).orElse(0L);
      if (there > newer) {
        throw replaced();
      }
      Optional<FeedPosition> position =
          kept.filter(k -> k.json().has("position"))
              .map(k -> FeedPosition.parse(k.json().string("position")));
      Version before = kept.map(State.Kept::version).orElse(null);
      epoch = newer;
      Optional<Version> taken = state.replace(key, before, record(position));
      if (taken.isPresent()) {
        version = taken.get();
        return position;
      }
    }
  }

  void store(Optional<FeedPosition> position) {
    version = state.replace(key, version, record(position)).orElseThrow(this::replaced);
  }

  private JsonObject record(Optional<FeedPosition> position) {
    JsonObjectBuilder json = JsonObject.builder().put("form", 1).put("epoch", epoch);
    position.ifPresent(at -> json.put("position", at.toString()));
    return json.build();
  }

  private BackendException replaced() {
    return new BackendException(ErrorKind.CONFLICT, "another leads: " + key + " is not ours");
  }
}
