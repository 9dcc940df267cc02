package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Settings;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Allows some callers something. Who has one of the roles, one of the scopes or one of the subjects
 * is meant; everybody who has a token, where none of the three is there.
 *
 * @param allow {@code read} for GET and HEAD, {@code write} for all else
 * @param on paths; {@code *} is any segment, {@code **} at the end any rest
 * @param roles who is meant
 * @param scopes who is meant
 * @param subjects who is meant
 */
public record RuleConfig(
    Set<String> allow,
    List<String> on,
    Set<String> roles,
    Set<String> scopes,
    Set<String> subjects) {

  private static final Set<String> ACTIONS = Set.of("read", "write");
  private static final Pattern PATH = Pattern.compile("(/[^/*]*|/\\*)*(/\\*\\*)?(?<=.)");

  /** Copies sets and list. */
  public RuleConfig {
    allow = Set.copyOf(allow);
    on = List.copyOf(on);
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
    subjects = Set.copyOf(subjects);
  }

  static RuleConfig from(Settings s) {
    return new RuleConfig(
        Set.copyOf(
            s.strings("allow")
                .check(all -> !all.isEmpty() && ACTIONS.containsAll(all), "of read and write")
                .required()),
        s.strings("on")
            .check(all -> all.stream().allMatch(RuleConfig::path), "of paths such as /v1/things/**")
            .orElse(List.of("/**")),
        meant(s, "roles"),
        meant(s, "scopes"),
        meant(s, "subjects"));
  }

  /** An empty list means nobody, which is no rule; left out by mistake it would mean everybody. */
  private static Set<String> meant(Settings s, String name) {
    return Set.copyOf(
        s.strings(name).check(all -> !all.isEmpty(), "at least one").orElse(List.of()));
  }

  private static boolean path(String text) {
    return PATH.matcher(text).matches();
  }
}
