package io.patternsdk.app.multicast;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;

/** What the server answered. */
record Answer(HttpResponse<String> response) {
  int status() {
    return response.statusCode();
  }

  String type() {
    return response.headers().firstValue("content-type").orElse("");
  }

  String header(String name) {
    return response.headers().firstValue(name).orElse("");
  }

  JsonObject json() {
    return JsonObject.parse(response.body());
  }

  /** Expects success. */
  JsonObject ok() {
    assertThat(status()).as(response.body()).isBetween(200, 204);
    return status() == 204 ? JsonObject.EMPTY : json();
  }

  /** Expects a problem, and a detail that tells. */
  void problem(int status, String detail) {
    assertThat(status()).as(response.body()).isEqualTo(status);
    assertThat(type()).isEqualTo("application/problem+json");
    assertThat(json().number("status").toInt()).isEqualTo(status);
    assertThat(json().string("detail")).contains(detail);
    assertThat(response.body()).doesNotContain("Exception", ".java", "\\tat ");
  }

  /** The ids of a page of identities. */
  List<String> ids() {
    JsonArray identities = ok().array("identities");
    return identities.values().stream().map(each -> ((JsonObject) each).string("id")).toList();
  }
}
