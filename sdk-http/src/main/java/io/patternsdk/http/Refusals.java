package io.patternsdk.http;

import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.RequestException;
import io.helidon.http.Status;

/** What ends a connection, because the rest of what comes cannot be trusted, with an answer. */
final class Refusals {
  private Refusals() {}

  static RequestException of(int status, String title, String detail) {
    return RequestException.builder()
        .type(EventType.BAD_REQUEST)
        .status(Status.create(status, title))
        .setKeepAlive(false)
        .message(detail)
        .build();
  }

  static RequestException tooLarge(long maxBody) {
    return of(
        413, "Content Too Large", "the body is larger than " + maxBody + " bytes (http.max_body)");
  }
}
