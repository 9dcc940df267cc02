package io.patternsdk.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import org.jspecify.annotations.Nullable;

/** Tells a client that the web server refused its request before any route saw it. */
final class RefusedRequest implements DirectHandler {
  private static final String UNSAID = "see server log";

  /** What a route did not expect; the web server logs it. */
  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      Throwable thrown) {
    return type == EventType.INTERNAL_ERROR
        ? answer(Problems.of(thrown), type, headers)
        : handle(request, type, status, headers, thrown.getMessage());
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    boolean inner = type == EventType.INTERNAL_ERROR; // before any route it is what the client sent
    Status told = inner ? Status.BAD_REQUEST_400 : status;
    String detail =
        inner || message == null || message.contains(UNSAID)
            ? "the request is malformed, or its head is far too large"
            : message;
    return answer(HttpProblem.of(told.code(), told.reasonPhrase(), detail), type, headers);
  }

  private static TransportResponse answer(
      HttpProblem problem, EventType type, ServerResponseHeaders headers) {
    headers.set(HeaderNames.CONTENT_TYPE, "application/problem+json");
    return TransportResponse.builder()
        .status(Status.create(problem.status()))
        .headers(headers)
        .keepAlive(type.keepAlive())
        .entity(problem.toResponse().body())
        .build();
  }
}
