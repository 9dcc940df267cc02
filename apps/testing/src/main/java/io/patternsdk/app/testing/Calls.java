package io.patternsdk.app.testing;

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

/** A client of one server. Thread-safe. */
public class Calls implements AutoCloseable {
  private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();
  private final String base;

  /** Makes one that sends its requests to an address such as {@code http://127.0.0.1:8080}. */
  public Calls(String base) {
    this.base = base;
  }

  /** Percent-encodes a value for a path or a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /** Sends a GET. */
  public Answer get(String path) {
    return send("GET", path, "");
  }

  /** Sends a DELETE. */
  public Answer delete(String path) {
    return send("DELETE", path, "");
  }

  /** Sends a POST with a body in JSON. */
  public Answer post(String path, String json) {
    return send("POST", path, json, "Content-Type", "application/json");
  }

  /** Sends a PUT with a body in JSON. */
  public Answer put(String path, String json) {
    return send("PUT", path, json, "Content-Type", "application/json");
  }

  /** The metrics' value whose line begins so; 0 if there is none. */
  public static double metric(Calls metrics, String begin) {
    return metrics
        .send("GET", "", "")
        .response()
        .body()
        .lines()
        .filter(line -> line.startsWith(begin))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  /** Sends a request; an empty body is none. */
  public Answer send(String method, String path, String body, String... headers) {
    HttpRequest.Builder request = request(path, headers);
    request.method(
        method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    return new Answer(exchange(request.build(), BodyHandlers.ofString()));
  }

  /** The status of the answer to a request without a body; of a stream, when it begins. */
  public int status(String method, String path, String... headers) {
    HttpRequest.Builder request = request(path, headers).method(method, BodyPublishers.noBody());
    HttpResponse<InputStream> response = exchange(request.build(), BodyHandlers.ofInputStream());
    try {
      response.body().close(); // what comes after the head is not waited for
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return response.statusCode();
  }

  /** Listens to a stream of events, which is open when this returns. */
  public Events listen(String path, String... headers) {
    HttpRequest request = request(path, headers).build();
    HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
    if (response.statusCode() != 200) {
      throw new AssertionError(path + ": status " + response.statusCode());
    }
    return new Events(response.body());
  }

  /** Asks over a connection from which nobody reads. */
  public Socket deaf(String path) throws IOException {
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
