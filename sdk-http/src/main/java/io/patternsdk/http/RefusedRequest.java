package io.patternsdk.http;

import io.helidon.http.DirectHandler;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import org.jspecify.annotations.Nullable;

/** Tells a client that the web server refused its request before any route saw it. */
final class RefusedRequest implements DirectHandler {

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status status,
      ServerResponseHeaders headers,
      @Nullable String message) {
    String detail =
        message == null ? "the request is malformed, or its head is far too large" : message;
    HttpProblem problem = HttpProblem.of(status.code(), status.reasonPhrase(), detail);
    headers.set(HeaderNames.CONTENT_TYPE, "application/problem+json");
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .keepAlive(type.keepAlive())
        .entity(problem.toResponse().body())
        .build();
  }
}
