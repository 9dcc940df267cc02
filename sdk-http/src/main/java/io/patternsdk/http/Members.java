package io.patternsdk.http;

import io.patternsdk.core.config.Durations;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads members of a request's body that JSON has no type for. */
public final class Members {
  private Members() {}

  /**
   * Returns a member that is there as a duration.
   *
   * @throws HttpProblem 400 saying what would be one
   */
  public static Duration duration(JsonObject body, String name) {
    return duration(name, body.string(name));
  }

  static Duration duration(String name, String text) {
    return Durations.parse(text)
        .orElseThrow(
            () ->
                HttpProblem.badRequest(
                    name
                        + " is \""
                        + text
                        + "\"; a duration such as 30s or 500ms, at most "
                        + Durations.format(Durations.LONGEST)
                        + ", works"));
  }

  /**
   * Returns a member that is there as strings.
   *
   * @throws HttpProblem 400 naming the first that is none
   */
  public static List<String> strings(JsonObject body, String name) {
    List<String> strings = new ArrayList<>();
    for (JsonValue value : body.array(name)) {
      if (!(value instanceof JsonString string)) {
        throw HttpProblem.badRequest(
            name + "[" + strings.size() + "] is " + value.type().phrase() + "; a string works");
      }
      strings.add(string.value());
    }
    return strings;
  }
}
