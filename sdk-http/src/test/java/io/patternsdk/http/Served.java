package io.patternsdk.http;

import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.pattern.Pattern;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** Routes that are served, and a client. */
final class Served implements AutoCloseable {
  final FakeRunning running;
  final HttpFront<Pattern> front;
  final String base;
  final String metrics;
  final String probes;
  private final HttpClient client = HttpClient.newHttpClient();

  Served(Map<String, ?> http, Routes routes) {
    running = new FakeRunning(http);
    front = HttpFront.routes(pattern -> routes);
    front.prepare(running.config());
    String[] line = front.start(running).split(", (metrics|probes) ");
    base = line[0];
    metrics = line[1];
    probes = line.length > 2 ? line[2] : "";
  }

  HttpResponse<String> get(String path) {
    return send("GET", path, null);
  }

  HttpResponse<String> send(String method, String path, String body) {
    return send(
        request(path)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  static JsonObject json(HttpResponse<String> response) {
    return JsonObject.parse(response.body());
  }

  @Override
  public void close() {
    client.close();
    front.close();
  }
}
