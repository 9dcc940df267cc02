package io.patternsdk.http;

import io.patternsdk.core.OperationException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonPath;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;

/** A request to a route. For the thread that handles it. */
public final class Request {
  private final org.eclipse.jetty.server.Request request;
  private final Map<String, String> variables;
  private final Fields query;
  private final Limits limits;
  private final Consumer<OperationException> failures;
  private Caller caller = Caller.anybody();

  /** How large a body may be, and how long it may take, and who waits for it. */
  record Limits(long maxBody, Duration readTimeout, Patience patience) {}

  Request(
      org.eclipse.jetty.server.Request request,
      Map<String, String> variables,
      Limits limits,
      Consumer<OperationException> failures) {
    this.request = request;
    this.variables = variables;
    this.query = query(request);
    this.limits = limits;
    this.failures = failures;
  }

  void admitted(Caller caller) {
    this.caller = caller;
  }

  /** Returns who sent it. */
  public Caller caller() {
    return caller;
  }

  private static Fields query(org.eclipse.jetty.server.Request request) {
    try {
      return org.eclipse.jetty.server.Request.extractQueryParameters(request);
    } catch (RuntimeException e) {
      throw HttpProblem.badRequest("the query is not percent-encoded UTF-8");
    }
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
    List<String> values = query.getValuesOrEmpty(name);
    if (values.size() > 1) {
      throw HttpProblem.badRequest(
          "query parameter " + name + " is there " + values.size() + " times; once works");
    }
    return values.stream().findFirst();
  }

  /**
   * Returns a query parameter as a number; empty if it is not there.
   *
   * @throws HttpProblem 400 if it is no whole number
   */
  public Optional<Integer> queryNumber(String name) {
    return query(name)
        .map(
            text -> {
              try {
                return Integer.parseInt(text);
              } catch (NumberFormatException e) {
                throw HttpProblem.badRequest(name + " is \"" + text + "\"; a whole number works");
              }
            });
  }

  /**
   * Returns a query parameter as a choice; empty if it is not there.
   *
   * @throws HttpProblem 400 if it is neither true nor false
   */
  public Optional<Boolean> queryFlag(String name) {
    return query(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default ->
                      throw HttpProblem.badRequest(
                          name + " is \"" + text + "\"; true or false works");
                });
  }

  /**
   * Returns a query parameter as a duration; empty if it is not there.
   *
   * @throws HttpProblem 400 if it is something else
   */
  public Optional<Duration> queryDuration(String name) {
    return query(name).map(text -> Members.duration(name, text));
  }

  /**
   * Refuses query parameters that a route does not know, so that no typing error passes unnoticed.
   *
   * @throws HttpProblem 400 naming the unknown one and the known ones
   */
  public void queryOnly(String... known) {
    Set<String> unknown = new TreeSet<>(query.getNames());
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
    return Optional.ofNullable(request.getHeaders().get(name));
  }

  /**
   * Reads the body.
   *
   * @throws HttpProblem 408 if it takes longer to arrive than the server allows, 413 if it is
   *     larger
   */
  public byte[] body() {
    if (request.getLength() > limits.maxBody()) {
      throw tooLarge();
    }
    CompletableFuture<byte[]> body = new CompletableFuture<>();
    Content.Source.asByteArrayAsync(
        request, Math.toIntExact(limits.maxBody()), Promise.Invocable.toPromise(body));
    try {
      return limits.patience().await(body, limits.readTimeout());
    } catch (TimeoutException e) {
      request.fail(e);
      throw last(
          HttpProblem.of(
              408, "Request Timeout", "the request did not arrive in http.read_timeout"));
    } catch (IOException e) {
      throw e.getCause() instanceof IllegalStateException
          ? last(tooLarge())
          : last(HttpProblem.badRequest("the body is malformed"));
    }
  }

  /** What comes after it on the connection cannot be told from the rest of this request. */
  private static HttpProblem last(HttpProblem problem) {
    return problem.header("Connection", "close");
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
        413,
        "Content Too Large",
        "the body is larger than " + limits.maxBody() + " bytes (http.max_body)");
  }
}
