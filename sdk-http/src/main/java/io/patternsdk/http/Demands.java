package io.patternsdk.http;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonObjectBuilder;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.lifecycle.config.AuthConfig;
import io.patternsdk.lifecycle.config.HttpConfig;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a program that is configured so demands of its callers, as its description says it: the
 * security scheme, what each operation requires, and how those are answered who lack it.
 */
final class Demands {
  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "delete", "patch", "options", "trace");

  private final String name;
  private final JsonObject scheme;
  private final Optional<RulePages> rules;

  private Demands(String name, JsonObject scheme, Optional<RulePages> rules) {
    this.name = name;
    this.scheme = scheme;
    this.rules = rules;
  }

  /** Returns those of a configuration; empty if nothing is demanded. */
  static Optional<Demands> of(HttpConfig http) {
    return http.auth().map(Demands::of).or(() -> http.token().map(unused -> token()));
  }

  private static Demands token() {
    JsonObject scheme =
        JsonObject.builder()
            .put("type", "http")
            .put("scheme", "bearer")
            .put("description", "The token of the configuration, http.token")
            .build();
    return new Demands("token", scheme, Optional.empty());
  }

  private static Demands of(AuthConfig auth) {
    JsonObjectBuilder scheme = JsonObject.builder();
    if (auth.keys().isPresent() || auth.keysFile().isPresent()) { // there may be no metadata
      scheme.put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
    } else {
      String issuer = auth.issuer().toString();
      String metadata = (issuer.endsWith("/") ? "" : "/") + ".well-known/openid-configuration";
      scheme.put("type", "openIdConnect").put("openIdConnectUrl", issuer + metadata);
    }
    scheme.put(
        "description",
        "A token of " + auth.issuer() + " for " + String.join(" or ", auth.audience()));
    boolean all = auth.rules().isEmpty();
    return new Demands(
        "identity",
        scheme.build(),
        all ? Optional.empty() : Optional.of(new RulePages("identity", auth.rules())));
  }

  /** Returns a description with what is demanded. */
  JsonObject in(JsonObject description) {
    JsonObject components = part(description, "components");
    JsonObject schemes = part(components, "securitySchemes").toBuilder().put(name, scheme).build();
    JsonObjectBuilder paths = JsonObject.builder();
    part(description, "paths").forEach((path, item) -> paths.put(path, item(path, item)));
    return description.toBuilder()
        .put("security", List.of(requirement()))
        .put("paths", paths.build())
        .put("components", components.toBuilder().put("securitySchemes", schemes).build())
        .build();
  }

  private JsonObject requirement() {
    return JsonObject.builder().put(name, JsonArray.of(List.of())).build();
  }

  private JsonObject item(String path, JsonValue item) {
    JsonObjectBuilder changed = item.asObject().toBuilder();
    item.asObject()
        .forEach(
            (method, operation) -> {
              if (METHODS.contains(method)) {
                changed.put(method, operation(method, path, operation.asObject()));
              }
            });
    return changed.build();
  }

  private JsonObject operation(String method, String path, JsonObject operation) {
    JsonObjectBuilder responses = part(operation, "responses").toBuilder();
    problem(responses, 401, "There is no token, or none that is accepted");
    JsonObjectBuilder demanding = operation.toBuilder();
    rules.ifPresent(
        pages -> {
          problem(responses, 403, "No rule allows it to the bearer of this token");
          pages.addTo(demanding, method.toUpperCase(Locale.ROOT), path);
        });
    return demanding.put("responses", responses.build()).build();
  }

  private static void problem(JsonObjectBuilder responses, int status, String description) {
    JsonObject schema = JsonObject.builder().put("$ref", "#/components/schemas/Problem").build();
    JsonObject type = JsonObject.builder().put("schema", schema).build();
    JsonObject content = JsonObject.builder().put("application/problem+json", type).build();
    responses.put(
        Integer.toString(status),
        JsonObject.builder().put("description", description).put("content", content).build());
  }

  private static JsonObject part(JsonObject of, String name) {
    return of.find(name).map(JsonValue::asObject).orElse(JsonObject.EMPTY);
  }
}
