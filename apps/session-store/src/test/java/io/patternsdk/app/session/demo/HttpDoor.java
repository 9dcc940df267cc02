package io.patternsdk.app.session.demo;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.session.regions.Token;
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
  private static final String TOKEN = "Session-Token";
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
    return call(member, method, path, body, new Jar());
  }

  /** Returns the door of one of them alone. */
  Door only(int member) {
    return new Only(this, member);
  }

  private record Only(HttpDoor all, int member) implements Door {
    @Override
    public int members() {
      return 1;
    }

    @Override
    public Reply call(int first, String method, String path, String body)
        throws InterruptedException {
      return all.call(member, method, path, body);
    }
  }

  /** Sends a request and shows what is in a jar, which takes what the answer gives. */
  Reply call(int member, String method, String path, String body, Jar jar)
      throws InterruptedException {
    Optional<String> address = members.get(member).address();
    if (address.isEmpty()) {
      return Reply.of(Outcome.NOTHING);
    }
    Token shown = jar.token();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.get() + path)).timeout(PATIENCE);
    if (!shown.equals(Token.none())) {
      request = request.header(TOKEN, shown.text());
    }
    request =
        body.isEmpty()
            ? request.method(method, BodyPublishers.noBody())
            : request
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(body));
    places.acquire();
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      response.headers().firstValue(TOKEN).ifPresent(text -> jar.take(shown, Token.parse(text)));
      return reply(response);
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
