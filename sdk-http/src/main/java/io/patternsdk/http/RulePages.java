package io.patternsdk.http;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.lifecycle.config.RuleConfig;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * What rules say of single operations: {@code security} as OpenAPI has it, which knows scopes
 * alone, and {@code x-allowed}, the rules that allow it.
 *
 * @param scheme the name of the security scheme
 */
record RulePages(String scheme, SequencedMap<String, RuleConfig> rules) {

  /** Which of the paths of a route a rule is about. */
  private enum Reach {
    NONE,
    SOME,
    ALL
  }

  void addTo(JsonObjectBuilder operation, String method, String template) {
    List<String> segments = segments(template);
    String action = Rules.action(method);
    List<JsonValue> allowed = new ArrayList<>();
    Set<JsonValue> required = new LinkedHashSet<>();
    for (Map.Entry<String, RuleConfig> rule : rules.entrySet()) {
      List<String> partly = new ArrayList<>();
      Reach reach = reach(rule.getValue(), action, segments, partly);
      if (reach != Reach.NONE) {
        List<String> only = reach == Reach.ALL ? List.of() : partly;
        allowed.add(allowed(rule.getKey(), rule.getValue(), only));
        required.addAll(required(rule.getValue()));
      }
    }
    if (required.isEmpty()) {
      required.add(requirement(List.of()));
    }
    operation.put("security", JsonArray.of(required)).put("x-allowed", JsonArray.of(allowed));
  }

  private static JsonObject allowed(String name, RuleConfig rule, List<String> only) {
    JsonObjectBuilder json = JsonObject.builder().put("rule", name);
    if (!rule.roles().isEmpty()) {
      json.put("roles", JsonArray.of(new TreeSet<>(rule.roles())));
    }
    if (!rule.scopes().isEmpty()) {
      json.put("scopes", JsonArray.of(new TreeSet<>(rule.scopes())));
    }
    if (!rule.subjects().isEmpty()) { // who they are is nothing for everybody to read
      json.put("subjects", rule.subjects().size());
    }
    return only.isEmpty() ? json.build() : json.put("only", JsonArray.of(only)).build();
  }

  /** Each by itself is enough, as far as OpenAPI can say it. */
  private List<JsonValue> required(RuleConfig rule) {
    List<JsonValue> required = new ArrayList<>();
    for (String scope : new TreeSet<>(rule.scopes())) {
      required.add(requirement(List.of(scope)));
    }
    if (rule.scopes().isEmpty() || !rule.roles().isEmpty() || !rule.subjects().isEmpty()) {
      required.add(requirement(List.of()));
    }
    return required;
  }

  private JsonObject requirement(List<String> scopes) {
    return JsonObject.builder().put(scheme, JsonArray.of(scopes)).build();
  }

  private static Reach reach(
      RuleConfig rule, String action, List<String> template, List<String> partly) {
    if (!rule.allow().contains(action)) {
      return Reach.NONE;
    }
    for (String on : rule.on()) {
      switch (reach(segments(on), template)) {
        case ALL -> {
          return Reach.ALL;
        }
        case SOME -> partly.add(on);
        case NONE -> {}
      }
    }
    return partly.isEmpty() ? Reach.NONE : Reach.SOME;
  }

  private static Reach reach(List<String> on, List<String> template) {
    Reach reach = Reach.ALL;
    for (int i = 0; i < on.size(); i++) {
      if (on.get(i).equals("**")) {
        return reach;
      }
      if (i >= template.size()) {
        return Reach.NONE;
      }
      boolean variable = template.get(i).startsWith("{");
      if (variable && !on.get(i).equals("*")) {
        reach = Reach.SOME;
      } else if (!on.get(i).equals("*") && !on.get(i).equals(template.get(i))) {
        return Reach.NONE;
      }
    }
    return on.size() == template.size() ? reach : Reach.NONE;
  }

  private static List<String> segments(String path) {
    return List.of(path.substring(1).split("/", -1));
  }
}
