package io.patternsdk.app.multicast.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.Stream;

/** The registry over HTTP. Fails with what the server said is wrong. */
final class RegistryClient implements AutoCloseable {
  private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  private final URI base;

  RegistryClient(URI base) {
    this.base = base;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  JsonObject register(Service service) throws IOException, InterruptedException {
    return post(
        "/v1/identities",
        JsonObject.builder().put("id", service.id()).put("metadata", service.metadata()).build());
  }

  /** One page; further parameters as they stand in a query, such as {@code sort=port}. */
  JsonObject enumerate(String filter, String... parameters)
      throws IOException, InterruptedException {
    String query = String.join("&", parameters);
    return get("/v1/identities?filter=" + encoded(filter) + (query.isEmpty() ? "" : "&" + query));
  }

  JsonObject multicast(JsonObject request) throws IOException, InterruptedException {
    return post("/v1/multicasts", request);
  }

  boolean ack(String id, String delivery) throws IOException, InterruptedException {
    JsonObject body = JsonObject.builder().put("delivery", delivery).build();
    return post("/v1/identities/" + encoded(id) + "/ack", body).bool("acknowledged");
  }

  /** The lines of the stream of server-sent events of an identity, as they come. */
  Stream<String> events(String id) throws IOException, InterruptedException {
    HttpRequest request = to("/v1/identities/" + encoded(id) + "/events").build();
    HttpResponse<Stream<String>> response = client.send(request, BodyHandlers.ofLines());
    if (response.statusCode() != 200) {
      throw new IOException("events of " + id + ": status " + response.statusCode());
    }
    return response.body();
  }

  JsonObject get(String path) throws IOException, InterruptedException {
    return JsonObject.parse(send(to(path)));
  }

  String text(URI uri) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(uri));
  }

  private JsonObject post(String path, JsonObject body) throws IOException, InterruptedException {
    return JsonObject.parse(
        send(
            to(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body.toBytes()))));
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(URI.create(base + path));
  }

  private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException(response.request().uri() + ": " + response.body());
    }
    return response.body();
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
