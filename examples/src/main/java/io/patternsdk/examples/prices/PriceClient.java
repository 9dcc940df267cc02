package io.patternsdk.examples.prices;

import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks an HTTP service for prices, through a guard. */
final class PriceClient {
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI service;
  private final Guard guard;

  PriceClient(URI service, Guard guard) {
    this.service = service;
    this.guard = guard;
  }

  int price(String item) throws IOException {
    return guard.callIdempotent(() -> fetch(item));
  }

  private int fetch(String item) throws IOException {
    Duration time = Deadline.current().atMost(LONGEST).plusMillis(1); // zero would be refused
    HttpRequest request = HttpRequest.newBuilder(service.resolve(item)).timeout(time).build();
    HttpResponse<String> answer = send(request);
    return switch (answer.statusCode()) {
      case 200 -> Integer.parseInt(answer.body());
      case 404 -> throw new BackendException(ErrorKind.NOT_FOUND, "no price of " + item);
      case 429 -> throw new BackendException(ErrorKind.RATE_LIMITED, "asked too often");
      default -> throw new BackendException(ErrorKind.UNAVAILABLE, "" + answer.statusCode());
    };
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException {
    try {
      return http.send(request, BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BackendException(ErrorKind.CANCELLED, "interrupted while waiting", e);
    }
  }
}
