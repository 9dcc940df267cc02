package io.patternsdk.security;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.security.InvalidTokenException.Reason;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The claims of a token (RFC 7519), each of the form that it must have.
 *
 * @param json as they came
 */
record Claims(JsonObject json) {
  private static final double LATEST = 253_402_300_800.0; // the year 10000

  static Claims parse(byte[] utf8) {
    try {
      return new Claims(JsonObject.parse(utf8));
    } catch (JsonException e) {
      throw malformed("its claims are no JSON object");
    }
  }

  static InvalidTokenException malformed(String why) {
    return new InvalidTokenException(Reason.MALFORMED, "the token is malformed: " + why);
  }

  String text(String name) {
    return switch (json.find(name).orElse(null)) {
      case JsonString text when !text.value().isEmpty() -> text.value();
      case null, default -> throw malformed(name + " is not there, or no text");
    };
  }

  /** A NumericDate: seconds since 1970, maybe with a fraction. */
  Optional<Instant> time(String name) {
    return json.find(name)
        .map(
            value -> {
              double seconds =
                  value instanceof JsonNumber number ? number.nearestDouble() : Double.NaN;
              if (!(Math.abs(seconds) < LATEST)) {
                throw malformed(name + " is no time");
              }
              return Instant.ofEpochMilli((long) (seconds * 1000));
            });
  }

  Set<String> scopes() {
    Set<String> scopes = words("scope", true);
    return scopes.isEmpty() ? words("scp", true) : scopes;
  }

  /** A text or several, as in {@code aud}; the path may lead through objects, with dots. */
  Set<String> words(String path, boolean spaced) {
    return switch (at(path).orElse(JsonArray.EMPTY)) {
      case JsonString text when text.value().isBlank() -> Set.of();
      case JsonString text when spaced ->
          Set.copyOf(Arrays.asList(text.value().strip().split(" +")));
      case JsonString text -> Set.of(text.value());
      case JsonArray array -> texts(path, array);
      default -> throw malformed(path + " is neither a text nor a list of texts");
    };
  }

  private Optional<JsonValue> at(String path) {
    Optional<JsonValue> whole =
        json.find(path); // names such as https://example.com/roles have dots
    return whole.isPresent() ? whole : json.at(path);
  }

  private static Set<String> texts(String path, JsonArray array) {
    Set<String> texts = new LinkedHashSet<>();
    for (JsonValue value : array) {
      if (!(value instanceof JsonString text)) {
        throw malformed(path + " is neither a text nor a list of texts");
      }
      texts.add(text.value());
    }
    return Set.copyOf(texts);
  }
}
