package io.patternsdk.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

  @Test
  void whileTheTokenCannotBeReadNobodyPassesAndNobodyIsWrong(@TempDir Path directory)
      throws IOException {
    Path file = Files.writeString(directory.resolve("token"), "s3cret\n");
    Map<String, Object> http = Map.of("token", "${file:" + file + "}");
    try (Served guarded = new Served(http, Routes.builder().get("/x", r -> fine()).build());
        Heard heard = new Heard(BearerToken.class)) {
      assertThat(ask(guarded, "Bearer s3cret").statusCode()).isEqualTo(204);
      for (String content : new String[] {"", " \n"}) {
        Files.writeString(file, content);
        RoutesTest.problem(ask(guarded, "Bearer "), 503, "no token can be checked");
      }
      Files.delete(file);
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> refused = ask(guarded, "Bearer s3cret");
        RoutesTest.problem(refused, 503, "no token can be checked");
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(refused.body()).doesNotContain(file.toString());
      }
      Files.writeString(file, "another");
      assertThat(ask(guarded, "Bearer s3cret").statusCode()).isEqualTo(401);
      assertThat(ask(guarded, "Bearer another").statusCode()).isEqualTo(204);
      assertThat(heard.lines).hasSize(2);
      assertThat(heard.lines.getFirst())
          .startsWith("SEVERE nobody is let in, because the token cannot be read: ")
          .contains("http.token is empty");
      assertThat(heard.lines.getLast()).isEqualTo("INFO the token can be read again");
    }
  }

  private static Response fine() {
    return Response.noContent();
  }

  private int status(String authorization) {
    return ask(served, authorization).statusCode();
  }

  private static HttpResponse<String> ask(Served served, String authorization) {
    return served.send(served.request("/x").header("Authorization", authorization));
  }
}
