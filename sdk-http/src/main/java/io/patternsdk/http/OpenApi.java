package io.patternsdk.http;

import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * The description of a program's routes in the form of OpenAPI 3.1, as a route hands it out: with
 * what the configuration of its front demands of callers. Immutable.
 */
public final class OpenApi implements HttpHandler {
  private static final String FILE = "openapi.json";

  private final byte[] bytes;

  private OpenApi(byte[] bytes) {
    this.bytes = bytes;
  }

  /**
   * Reads {@code openapi.json}, which lies beside a class.
   *
   * @throws IllegalStateException if there is none
   */
  public static OpenApi beside(Class<?> main) {
    try (InputStream in = main.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is not beside " + main.getName());
      }
      return new OpenApi(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the same with what is demanded of callers. */
  OpenApi with(Demands demands) {
    return new OpenApi(demands.in(JsonObject.parse(bytes)).toBytes());
  }

  /** Returns the file as it is. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public Response handle(Request request) {
    request.queryOnly();
    return Response.of(200, "application/json", bytes);
  }
}
