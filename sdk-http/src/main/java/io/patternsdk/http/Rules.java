package io.patternsdk.http;

import io.patternsdk.lifecycle.config.RuleConfig;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** Lets a caller do what one of the configured rules allows him, and nothing else. */
final class Rules implements Authorizer {
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private final List<RuleConfig> rules;

  private Rules(Collection<RuleConfig> rules) {
    this.rules = List.copyOf(rules);
  }

  /** Returns those of a configuration; without any, everybody may do everything. */
  static Authorizer of(Collection<RuleConfig> rules) {
    return rules.isEmpty() ? Authorizer.everything() : new Rules(rules);
  }

  @Override
  public void authorize(Caller caller, String method, List<String> path) {
    String action = action(method);
    for (RuleConfig rule : rules) {
      if (rule.allow().contains(action) && meant(rule, caller) && about(rule, path)) {
        return;
      }
    }
    throw HttpProblem.of(
        403, "Forbidden", "no rule of http.auth allows you to " + action + " this");
  }

  /** Returns what a request with this method does, in the words of rules. */
  static String action(String method) {
    return READING.contains(method) ? "read" : "write";
  }

  private static boolean meant(RuleConfig rule, Caller caller) {
    boolean everybody =
        rule.roles().isEmpty() && rule.scopes().isEmpty() && rule.subjects().isEmpty();
    return everybody
        || rule.subjects().contains(caller.subject())
        || !Collections.disjoint(rule.roles(), caller.roles())
        || !Collections.disjoint(rule.scopes(), caller.scopes());
  }

  private static boolean about(RuleConfig rule, List<String> path) {
    return rule.on().stream()
        .anyMatch(on -> matches(List.of(on.substring(1).split("/", -1)), path));
  }

  private static boolean matches(List<String> on, List<String> path) {
    for (int i = 0; i < on.size(); i++) {
      if (on.get(i).equals("**")) {
        return true;
      }
      if (i >= path.size() || !(on.get(i).equals("*") || on.get(i).equals(path.get(i)))) {
        return false;
      }
    }
    return on.size() == path.size();
  }
}
