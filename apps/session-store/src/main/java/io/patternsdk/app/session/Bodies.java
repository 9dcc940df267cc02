package io.patternsdk.app.session;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.http.HttpProblem;
import io.patternsdk.http.Members;
import io.patternsdk.session.NewSession;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Turns the bodies of requests into what the store is asked. */
final class Bodies {
  private static final String NEVER = "never";

  private Bodies() {}

  static NewSession session(JsonObject body) {
    Map<String, JsonValue> attributes = new TreeMap<>();
    if (body.has("attributes")) {
      body.object("attributes").forEach(attributes::put);
    }
    return new NewSession(
        body.has("principal") ? Optional.of(body.string("principal")) : Optional.empty(),
        lasting(body, "idle"),
        lasting(body, "lifetime"),
        attributes);
  }

  /** Returns how long something lasts, negative for never; empty if the body does not say. */
  static Optional<Duration> lasting(JsonObject body, String name) {
    if (!body.has(name)) {
      return Optional.empty();
    }
    return Optional.of(
        body.string(name).equals(NEVER) ? Duration.ofMillis(-1) : Members.duration(body, name));
  }

  /** Returns what is to be set, and null for what is to be removed. */
  static Map<String, @Nullable JsonValue> attributes(JsonObject body) {
    Map<String, @Nullable JsonValue> attributes = new TreeMap<>();
    if (body.has("set")) {
      body.object("set").forEach(attributes::put);
    }
    if (body.has("remove")) {
      for (String name : Members.strings(body, "remove")) {
        if (attributes.put(name, null) != null) {
          throw HttpProblem.badRequest(name + " is to be set and to be removed; one works");
        }
      }
    }
    if (attributes.isEmpty()) {
      throw HttpProblem.badRequest("nothing is to be changed; send set or remove, or both");
    }
    return attributes;
  }
}
