package io.patternsdk.app.session.demo;

import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Processes over HTTP; so many requests at once that both processors are busy, and no more. */
final class HttpDoor implements Door {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final HttpClient http;
  private final List<Member> members;
  private final Semaphore places = new Semaphore(64);

  HttpDoor(HttpClient http, List<Member> members) {
    this.http = http;
    this.members = members;
  }

  @Override
  public int members() {
    return members.size();
  }

  @Override
  public Reply call(int member, String method, String path, String body)
      throws InterruptedException {
    Optional<String> address = members.get(member).address();
    if (address.isEmpty()) {
      return Reply.of(Outcome.NOTHING);
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.get() + path)).timeout(PATIENCE);
    request =
        body.isEmpty()
            ? request.method(method, BodyPublishers.noBody())
            : request
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
    places.acquire();
    try {
      return reply(http.send(request.build(), BodyHandlers.ofString()));
    } catch (ConnectException nobody) {
      return Reply.of(Outcome.NOTHING);
    } catch (IOException lost) {
      return Reply.of(Outcome.UNKNOWN);
    } finally {
      places.release();
    }
  }

  private static Reply reply(HttpResponse<String> response) {
    JsonObject body =
        response.body().isEmpty() ? JsonObject.EMPTY : JsonObject.parse(response.body());
    int status = response.statusCode();
    if (status < 300) {
      return new Reply(Outcome.DONE, body);
    } else if (status == 404) {
      return Reply.of(Outcome.GONE);
    } else if (!body.has("effect")) {
      throw new IllegalStateException(response.request() + " was answered " + body);
    }
    return Reply.of(body.string("effect").equals("none") ? Outcome.NOTHING : Outcome.UNKNOWN);
  }
}
