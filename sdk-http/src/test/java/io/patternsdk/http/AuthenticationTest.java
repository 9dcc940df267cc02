package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuthenticationTest {
  private final Served served =
      new Served(
          Map.of("token", "s3cret"),
          Routes.builder().get("/x", request -> Response.noContent()).build());

  @AfterEach
  void stop() {
    served.close();
  }

  @Test
  void everyRouteAsksForTheToken() {
    for (String path : new String[] {"/x", "/health", "/ready", served.metrics}) {
      HttpResponse<String> response = served.get(path);
      RoutesTest.problem(response, 401, "Bearer");
      assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
    }
  }

  @Test
  void theRightTokenPassesAndAWrongOneDoesNot() {
    assertThat(status("Bearer s3cret")).isEqualTo(204);
    assertThat(status("bearer s3cret")).isEqualTo(204);
    assertThat(status("Bearer s3creT")).isEqualTo(401);
    assertThat(status("Basic s3cret")).isEqualTo(401);
  }

  private int status(String authorization) {
    return served.send(served.request("/x").header("Authorization", authorization)).statusCode();
  }
}
