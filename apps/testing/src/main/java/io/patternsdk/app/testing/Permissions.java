package io.patternsdk.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Holds what a served description says of permissions against whom the server lets in. */
public final class Permissions {
  private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

  private final Tokens tokens;
  private final String special;

  /**
   * Who calls.
   *
   * @param claims those of his token
   * @param role what the rules may call him
   */
  private record Somebody(String subject, JsonObject claims, String role, String scope) {}

  private static final List<Somebody> CALLERS =
      List.of(
          new Somebody("a", claims("roles", List.of("viewer")), "viewer", ""),
          new Somebody("b", claims("scope", "other write"), "", "write"),
          new Somebody("c", claims("roles", List.of("single")), "single", ""),
          new Somebody("carol", JsonObject.EMPTY, "", ""),
          new Somebody("nobody", JsonObject.EMPTY, "", ""));

  /**
   * Makes rules of all kinds.
   *
   * @param special a path of a route with a variable, about which alone one of the rules is
   */
  public Permissions(Tokens tokens, String special) {
    this.tokens = tokens;
    this.special = special;
  }

  private static JsonObject claims(String name, Object value) {
    return JsonObject.builder().put(name, value).build();
  }

  /** What a configuration has as {@code http}. */
  public String http() {
    return """
    http:
      port: 0
      auth:
        issuer: %s
        audience: [%s]
        keys_file: '%s'
        rules:
          viewers: {roles: [viewer, auditor], allow: [read], on: [/v1/**]}
          writers: {scopes: [write, all], allow: [write]}
          single: {roles: [single], allow: [read, write], on: ['%s']}
          carol: {subjects: [carol], allow: [read], on: [/health]}
          description: {allow: [read], on: [/openapi.json]}
    """
        .formatted(Tokens.ISSUER, Tokens.AUDIENCE, tokens.file(), special);
  }

  /** Expects that each caller gets through to exactly what the description says. */
  public void hold(String address) {
    try (Calls calls = new Calls(address)) {
      String token = tokens.bearer("nobody", JsonObject.EMPTY);
      JsonObject description = calls.send("GET", "/openapi.json", "", "Authorization", token).ok();
      JsonObject scheme =
          description.object("components").object("securitySchemes").object("identity");
      assertThat(scheme.string("bearerFormat")).isEqualTo("JWT");
      Map<String, JsonObject> operations = operations(description);
      assertThat(operations).hasSizeGreaterThan(5);
      operations.forEach((operation, described) -> hold(calls, operation, described));
    }
  }

  private static Map<String, JsonObject> operations(JsonObject description) {
    Map<String, JsonObject> operations = new TreeMap<>();
    description
        .object("paths")
        .forEach(
            (path, item) ->
                item.asObject()
                    .forEach(
                        (method, operation) -> {
                          if (METHODS.contains(method)) {
                            operations.put(
                                method.toUpperCase(Locale.ROOT) + " " + path, operation.asObject());
                          }
                        }));
    return operations;
  }

  private void hold(Calls calls, String operation, JsonObject described) {
    String[] words = operation.split(" ");
    assertThat(described.object("responses").names()).contains("401", "403");
    assertThat(described.array("security").size()).isPositive();
    String some = words[1].replaceAll("\\{[^}]*}", "x");
    assertThat(calls.status(words[0], some)).as(operation).isEqualTo(401);
    for (Somebody caller : CALLERS) {
      String bearer = tokens.bearer(caller.subject(), caller.claims());
      assertThat(calls.status(words[0], some, "Authorization", bearer) != 403)
          .as("%s by %s", operation, caller)
          .isEqualTo(allowed(described, caller, some));
      if (special.matches(words[1].replaceAll("\\{[^}]*}", "[^/]+"))) {
        assertThat(calls.status(words[0], special, "Authorization", bearer) != 403)
            .as("%s by %s at %s", operation, caller, special)
            .isEqualTo(allowed(described, caller, special));
      }
    }
  }

  private static boolean allowed(JsonObject described, Somebody caller, String path) {
    return described.array("x-allowed").values().stream()
        .map(JsonValue::asObject)
        .anyMatch(rule -> allows(rule, caller, path));
  }

  private static boolean allows(JsonObject rule, Somebody caller, String path) {
    if (rule.has("only") && !texts(rule, "only").contains(path)) {
      return false;
    }
    boolean everybody = !rule.has("roles") && !rule.has("scopes") && !rule.has("subjects");
    return everybody
        || texts(rule, "roles").contains(caller.role())
        || texts(rule, "scopes").contains(caller.scope())
        || (rule.has("subjects") && rule.string("rule").equals(caller.subject()));
  }

  private static List<String> texts(JsonObject of, String name) {
    return of.has(name)
        ? of.array(name).values().stream().map(JsonValue::asString).toList()
        : List.of();
  }
}
