package io.patternsdk.app.multicast;

import io.patternsdk.http.Request;
import io.patternsdk.http.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The description of the routes in the form of OpenAPI 3.1. */
final class OpenApi {
  private static final String FILE = "openapi.json";

  private OpenApi() {}

  static byte[] bytes() throws IOException {
    try (InputStream in = OpenApi.class.getResourceAsStream(FILE)) {
      return Objects.requireNonNull(in, FILE + " is not in the jar").readAllBytes();
    }
  }

  static Response answer(Request request) throws IOException {
    request.queryOnly();
    return Response.of(200, "application/json", bytes());
  }
}
