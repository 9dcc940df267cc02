package io.patternsdk.app.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** A client of one server. */
final class Calls implements AutoCloseable {
  private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  private final String base;

  Calls(String base) {
    this.base = base;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer delete(String path) {
    return send("DELETE", path, "");
  }

  Answer post(String path, String json) {
    return send("POST", path, json, "Content-Type", "application/json");
  }

  Answer enumerate(String filter) {
    return get("/v1/identities?filter=" + encoded(filter));
  }

  void register(String json) {
    post("/v1/identities", json).ok();
  }

  Answer multicast(String json) {
    return post("/v1/multicasts", json);
  }

  /** The metrics' value whose line begins so; 0 if there is none. */
  static double metric(Calls metrics, String begin) {
    return metrics
        .send("GET", "", "")
        .response()
        .body()
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request = request(path, headers);
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return new Answer(exchange(request.build(), BodyHandlers.ofString()));
  }

  /** Listens for an identity; the stream is open when this returns. */
  Events events(String id, String... headers) {
    HttpRequest request = request("/v1/identities/" + encoded(id) + "/events", headers).build();
    HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError("events of " + id + ": status " + response.statusCode());
    }
    return new Events(response.body());
  }

  /** Asks over a connection from which nobody reads. */
  Socket deaf(String path) throws IOException {
    URI server = URI.create(base);
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(UTF_8));
    return socket;
  }

  private HttpRequest.Builder request(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path));
    return headers.length == 0 ? request : request.headers(headers);
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request, handler);
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
