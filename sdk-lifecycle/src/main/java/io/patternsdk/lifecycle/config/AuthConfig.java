package io.patternsdk.lifecycle.config;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import io.patternsdk.core.config.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Whose tokens callers must bear, and what each may then do.
 *
 * @param issuer who issues the tokens, as they call him
 * @param audience for whom they must be meant: one of these
 * @param keys where the issuer's keys are published; where its metadata says, without it
 * @param keysFile the issuer's keys in a file instead
 * @param algorithms by which they may be signed
 * @param clockSkew how far the issuer's clock may differ
 * @param rolesClaim the claim that has the roles
 * @param rules who may do what, by name; without any, whoever has a token may do all
 */
public record AuthConfig(
    URI issuer,
    List<String> audience,
    Optional<URI> keys,
    Optional<Path> keysFile,
    List<String> algorithms,
    Duration clockSkew,
    String rolesClaim,
    SequencedMap<String, RuleConfig> rules) {

  private static final List<String> ALGORITHMS =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  /** Copies lists and map. */
  public AuthConfig {
    audience = List.copyOf(audience);
    algorithms = List.copyOf(algorithms);
    rules = Ordered.copy(rules);
  }

  static Optional<AuthConfig> from(Settings s) {
    if (!s.present()) {
      return Optional.empty();
    }
    AuthConfig auth =
        new AuthConfig(
            s.uri("issuer").check(AuthConfig::safe, "with https, or on this machine").required(),
            s.strings("audience").check(names -> !names.isEmpty(), "at least one").required(),
            s.uri("keys").check(AuthConfig::safe, "with https, or on this machine").optional(),
            s.path("keys_file").optional(),
            s.strings("algorithms")
                .check(names -> !names.isEmpty() && ALGORITHMS.containsAll(names), among())
                .orElse(List.of("RS256", "PS256", "ES256")),
            s.duration("clock_skew").range(Duration.ZERO, ofMinutes(5)).orElse(ofSeconds(30)),
            s.string("roles_claim").orElse("roles"),
            Ordered.map(s.sections("rules"), (name, rule) -> RuleConfig.from(rule)));
    if (auth.keys.isPresent() && auth.keysFile.isPresent()) {
      s.problem("keys_file", "is set, and so is keys", "set one of the two");
    }
    return Optional.of(auth);
  }

  private static String among() {
    return "some of " + String.join(", ", ALGORITHMS);
  }

  private static boolean safe(URI uri) {
    String host = uri.getHost();
    return host != null
        && ("https".equals(uri.getScheme())
            || ("http".equals(uri.getScheme()) && Addresses.loopback(host)));
  }
}
