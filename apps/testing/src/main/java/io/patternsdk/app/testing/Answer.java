package io.patternsdk.app.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;

/** What the server answered. */
public record Answer(HttpResponse<String> response) {
  /** The status of the response. */
  public int status() {
    return response.statusCode();
  }

  /** The media type; empty if there is none. */
  public String type() {
    return response.headers().firstValue("content-type").orElse("");
  }

  /** A header; empty if there is none. */
  public String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  /** The body, which must be a JSON object. */
  public JsonObject json() {
    return JsonObject.parse(response.body());
  }

  /** Expects success. */
  public JsonObject ok() {
    assertThat(status()).as(response.body()).isBetween(200, 204);
    return status() == 204 ? JsonObject.EMPTY : json();
  }

  /** Expects a problem, and a detail that tells. */
  public void problem(int status, String detail) {
    assertThat(status()).as(response.body()).isEqualTo(status);
    assertThat(type()).isEqualTo("application/problem+json");
    assertThat(json().number("status").toInt()).isEqualTo(status);
    assertThat(json().string("detail")).contains(detail);
    assertThat(response.body()).doesNotContain("Exception", ".java", "\\tat ");
  }

  /** Expects a problem with a code, and a detail that tells. */
  public void problem(int status, String code, String detail) {
    problem(status, detail);
    assertThat(json().string("code")).isEqualTo(code);
  }

  /** The ids of what a page has in a member. */
  public List<String> ids(String member) {
    JsonArray listed = ok().array(member);
    return listed.values().stream().map(each -> each.asObject().string("id")).toList();
  }
}
