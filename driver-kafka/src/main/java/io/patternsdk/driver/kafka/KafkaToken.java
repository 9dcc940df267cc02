package io.patternsdk.driver.kafka;

import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerToken;
import org.jspecify.annotations.Nullable;

/** A JWT as the client wants it; whether it is genuine is the broker's affair. */
final class KafkaToken implements OAuthBearerToken {
  private static final int MILLIS = 1_000;

  private final String text;
  private final JsonObject claims;

  private KafkaToken(String text, JsonObject claims) {
    this.text = text;
    this.claims = claims;
  }

  /**
   * Reads a token.
   *
   * @throws IllegalArgumentException if it is none
   */
  static KafkaToken of(String secret) {
    String text = secret.strip();
    String[] parts = text.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("has " + parts.length + " parts");
    }
    KafkaToken token =
        new KafkaToken(text, JsonObject.parse(Base64.getUrlDecoder().decode(parts[1])));
    if (token.seconds("exp").isEmpty() || token.principalName().isEmpty()) {
      throw new IllegalArgumentException("lacks exp or sub");
    }
    return token;
  }

  private Optional<Long> seconds(String claim) {
    return claims
        .find(claim)
        .filter(JsonNumber.class::isInstance)
        .map(number -> ((JsonNumber) number).toLong());
  }

  @Override
  public String value() {
    return text;
  }

  @Override
  public Set<String> scope() {
    String scopes = claims.find("scope").map(JsonValue::toString).orElse("").replace("\"", "");
    return scopes.isBlank() ? Set.of() : Set.copyOf(Arrays.asList(scopes.strip().split(" +", -1)));
  }

  @Override
  public long lifetimeMs() {
    return seconds("exp").orElse(0L) * MILLIS;
  }

  @Override
  public String principalName() {
    return claims.has("sub") ? claims.string("sub") : "";
  }

  @Override
  public @Nullable Long startTimeMs() {
    return seconds("iat").map(at -> at * MILLIS).orElse(null);
  }

  @Override
  public String toString() {
    return "token of " + principalName();
  }
}
