package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a description says of callers, by what is configured. */
class DemandsTest {
  private static final JsonObject DESCRIPTION =
      JsonObject.parse(
          """
          {"openapi":"3.1.0","paths":{
            "/things/{id}":{"summary":"a thing",
              "get":{"responses":{"200":{"description":"it"}}},
              "put":{"operationId":"set","responses":{}}},
            "/things":{"get":{"responses":{}}},
            "/health":{"get":{"responses":{}}}},
           "components":{"schemas":{"Problem":{}}}}
          """);

  private static JsonObject described(Map<String, ?> http) {
    return Demands.of(new FakeRunning(http).config().http())
        .map(demands -> demands.in(DESCRIPTION))
        .orElse(DESCRIPTION);
  }

  private static JsonObject withRules(Map<String, ?> rules) {
    return described(
        Map.of(
            "auth",
            Map.of("issuer", "https://login/realm", "audience", List.of("x"), "rules", rules)));
  }

  private static JsonObject operation(JsonObject description, String path, String method) {
    return description.object("paths").object(path).object(method);
  }

  private static void is(Object found, String json) {
    assertThat(found.toString()).isEqualTo(json.replace('\'', '"'));
  }

  @Test
  void withoutTokensNothingIsSaid() {
    assertThat(described(Map.of())).isEqualTo(DESCRIPTION);
  }

  @Test
  void aTokenForAllIsSaidToBeOne() {
    JsonObject description = described(Map.of("token", "s3cret"));
    is(description.array("security"), "[{'token':[]}]");
    JsonObject components = description.object("components");
    assertThat(components.object("securitySchemes").object("token").string("scheme"))
        .isEqualTo("bearer");
    assertThat(components.has("schemas")).isTrue();
    JsonObject get = operation(description, "/things/{id}", "get");
    assertThat(get.object("responses").names()).containsExactly("200", "401");
    assertThat(get.has("x-allowed")).isFalse();
    assertThat(description.toString()).doesNotContain("s3cret");
  }

  @Test
  void anIdentityProviderIsNamed() {
    JsonObject description = withRules(Map.of());
    JsonObject scheme =
        description.object("components").object("securitySchemes").object("identity");
    assertThat(scheme.string("openIdConnectUrl"))
        .isEqualTo("https://login/realm/.well-known/openid-configuration");
    JsonObject get = operation(description, "/things", "get");
    assertThat(get.has("x-allowed")).isFalse();
    assertThat(get.object("responses").names()).containsExactly("401");
  }

  @Test
  void eachOperationSaysWhichRulesAllowIt() {
    JsonObject description =
        withRules(
            Map.of(
                "all",
                Map.of(
                    "scopes", List.of("b", "a"), "roles", List.of("r"), "allow", List.of("read"))));
    JsonObject get = operation(description, "/things/{id}", "get");
    is(get.array("x-allowed"), "[{'rule':'all','roles':['r'],'scopes':['a','b']}]");
    is(get.array("security"), "[{'identity':['a']},{'identity':['b']},{'identity':[]}]");
    assertThat(get.object("responses").names()).containsExactly("200", "401", "403");
    JsonObject put = operation(description, "/things/{id}", "put");
    is(put.array("x-allowed"), "[]");
    is(put.array("security"), "[{'identity':[]}]");
    assertThat(put.string("operationId")).isEqualTo("set");
    assertThat(description.object("paths").object("/things/{id}").has("summary")).isTrue();
  }

  @Test
  void aRuleIsShownWhereItReachesTheRoute() {
    Map<String, List<String>> reached =
        Map.of(
            "/**", List.of("/things/{id}", "/things", "/health"),
            "/things/**", List.of("/things/{id}", "/things"),
            "/things/*", List.of("/things/{id}"),
            "/*/**", List.of("/things/{id}", "/things", "/health"),
            "/things", List.of("/things"),
            "/*", List.of("/things", "/health"),
            "/others/**", List.of());
    reached.forEach(
        (on, paths) -> {
          JsonObject description =
              withRules(Map.of("r", Map.of("allow", List.of("read"), "on", List.of(on))));
          for (String path : description.object("paths").names()) {
            String allowed = paths.contains(path) ? "[{'rule':'r'}]" : "[]";
            is(operation(description, path, "get").array("x-allowed"), allowed);
          }
        });
  }

  @Test
  void aRuleForSomePathsOfARouteNamesThemAndNobody() {
    Map<String, Object> rule =
        Map.of(
            "allow", List.of("read"),
            "on", List.of("/things/a", "/things/b", "/others"),
            "subjects", List.of("alice", "bob"));
    JsonObject description = withRules(Map.of("some", rule));
    is(
        operation(description, "/things/{id}", "get").array("x-allowed"),
        "[{'rule':'some','subjects':2,'only':['/things/a','/things/b']}]");
    assertThat(description.toString()).doesNotContain("alice");
  }
}
