package io.patternsdk.http;

import io.helidon.http.HeaderNames;
import io.helidon.http.RequestException;
import io.helidon.webserver.http.ServerRequest;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** A request to a route. For the thread that handles it. */
public final class Request {
  private final ServerRequest request;
  private final Map<String, String> variables;
  private final Query query;
  private final long maxBody;
  private final Consumer<OperationException> failures;

  Request(
      ServerRequest request,
      Map<String, String> variables,
      long maxBody,
      Consumer<OperationException> failures) {
    this.failures = failures;
    this.request = request;
    this.variables = variables;
    this.query = Query.parse(request.query().rawValue());
    this.maxBody = maxBody;
  }

  /**
   * Returns a variable of the route's path, decoded.
   *
   * @throws IllegalArgumentException if the route has none of this name
   */
  public String path(String name) {
    String value = variables.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the route has no {" + name + "}");
    }
    return value;
  }

  /**
   * Returns a query parameter, decoded; empty if it is not there.
   *
   * @throws HttpProblem 400 if it is there several times
   */
  public Optional<String> query(String name) {
    return query.one(name);
  }

  /**
   * Refuses query parameters that a route does not know, so that no typing error passes unnoticed.
   *
   * @throws HttpProblem 400 naming the unknown one and the known ones
   */
  public void queryOnly(String... known) {
    Set<String> unknown = new TreeSet<>(query.names());
    Set.of(known).forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw HttpProblem.badRequest(
          "query parameter "
              + unknown.iterator().next()
              + " is unknown; "
              + (known.length == 0
                  ? "there are none here"
                  : "known are " + String.join(", ", new TreeSet<>(Set.of(known)))));
    }
  }

  /** Returns a header; empty if it is not there. */
  public Optional<String> header(String name) {
    return request.headers().first(HeaderNames.create(name));
  }

  /**
   * Reads the body.
   *
   * @throws HttpProblem 408 if it takes longer to arrive than the server allows, 413 if it is
   *     larger
   */
  public byte[] body() {
    long announced = request.headers().contentLength().orElse(0);
    if (announced > maxBody) {
      throw tooLarge();
    }
    if (!request.content().hasEntity()) {
      return new byte[0];
    }
    Wire.current().body();
    try (InputStream in = request.content().inputStream()) {
      byte[] body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, maxBody + 1));
      if (body.length > maxBody) {
        throw tooLarge();
      }
      return body;
    } catch (RequestException e) {
      throw refused(e);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw HttpProblem.badRequest("the body is malformed").header("Connection", "close");
    }
  }

  private static HttpProblem refused(RequestException e) {
    String detail = e.safeMessage() ? String.valueOf(e.getMessage()) : "the body is malformed";
    return HttpProblem.of(e.status().code(), e.status().reasonPhrase(), detail)
        .header("Connection", "close");
  }

  /**
   * Reads the body as a JSON object.
   *
   * @param known the members that the route understands; others are refused
   * @throws HttpProblem 400 naming an unknown member, 413, 415 for another media type
   */
  public JsonObject json(String... known) {
    String type = header("Content-Type").orElse("application/json");
    if (!type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
      throw HttpProblem.of(415, "Unsupported Media Type", "send application/json, not " + type);
    }
    JsonObject json = JsonObject.parse(body());
    for (String name : json.names()) {
      if (!Set.of(known).contains(name)) {
        throw HttpProblem.badRequest(
            "member " + JsonPath.of(name) + " is unknown; known are " + String.join(", ", known));
      }
    }
    return json;
  }

  /**
   * Notes for the log how a backend failed, where the answer has no more than its code; as it is
   * done for what a route throws.
   */
  public void failed(OperationException failure) {
    failures.accept(failure);
  }

  private HttpProblem tooLarge() {
    return HttpProblem.of(
        413, "Content Too Large", "the body is larger than " + maxBody + " bytes (http.max_body)");
  }
}
