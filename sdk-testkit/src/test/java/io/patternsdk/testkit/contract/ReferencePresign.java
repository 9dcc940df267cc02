package io.patternsdk.testkit.contract;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.patternsdk.core.blob.BlobInfo;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobPresign;
import io.patternsdk.core.blob.BlobRange;
import io.patternsdk.core.blob.BlobReader;
import io.patternsdk.core.blob.BlobWriter;
import io.patternsdk.core.blob.PresignedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Requests that a server of their own answers, and what may be wrong with them. */
final class ReferencePresign implements BlobPresign, AutoCloseable {
  private final ReferenceServer server;
  private final ReferenceBlobs blobs;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();
  private @Nullable HttpServer http;

  ReferencePresign(ReferenceServer server, ReferenceBlobs blobs) {
    this.server = server;
    this.blobs = blobs;
  }

  private record Grant(String method, String key, BlobOptions options, Instant end) {}

  @Override
  public PresignedRequest presignGet(String key, Duration validity) {
    return granted(new Grant("GET", key, BlobOptions.none(), Instant.now().plus(validity)));
  }

  @Override
  public PresignedRequest presignPut(String key, BlobOptions options, Duration validity) {
    return granted(new Grant("PUT", key, options, Instant.now().plus(validity)));
  }

  private PresignedRequest granted(Grant grant) {
    String token = UUID.randomUUID().toString();
    grants.put(token, grant);
    String path = URLEncoder.encode(grant.key, StandardCharsets.UTF_8);
    URI uri = URI.create("http://127.0.0.1:%d/%s?%s".formatted(port(), path, token));
    return new PresignedRequest(grant.method, uri, Map.of());
  }

  private synchronized int port() {
    HttpServer running = http;
    if (running == null) {
      try {
        running = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      var unused = running.createContext("/", this::answer);
      running.start();
      http = running;
    }
    return running.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getRawPath().substring(1);
      String key = URLDecoder.decode(path, StandardCharsets.UTF_8);
      Grant grant = grants.get(exchange.getRequestURI().getRawQuery());
      if (grant == null || !allows(grant, exchange.getRequestMethod(), key)) {
        exchange.sendResponseHeaders(403, -1);
      } else if (grant.method.equals("PUT")) {
        store(grant, body);
        exchange.sendResponseHeaders(200, -1);
      } else {
        read(exchange, key);
      }
    }
  }

  private boolean allows(Grant grant, String method, String key) {
    return (grant.method.equals(method) || server.has(Flaw.PRESIGNED_REQUESTS_FIT_ANY_METHOD))
        && (grant.key.equals(key) || server.has(Flaw.PRESIGNED_REQUESTS_FIT_ANY_KEY))
        && (Instant.now().isBefore(grant.end) || server.has(Flaw.PRESIGNED_REQUESTS_DO_NOT_END));
  }

  private void store(Grant grant, byte[] body) {
    boolean lost = server.has(Flaw.PRESIGNED_REQUESTS_LOSE_METADATA);
    try (BlobWriter writer = blobs.put(grant.key, lost ? BlobOptions.none() : grant.options)) {
      writer.write(body, 0, body.length);
      var unused = writer.finish().orElseThrow();
    }
  }

  private void read(HttpExchange exchange, String key) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    Optional<BlobReader> found = blobs.get(key, range == null ? BlobRange.ALL : parsed(range));
    if (found.isEmpty()) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    try (BlobReader reader = found.get()) {
      BlobInfo info = reader.info();
      byte[] bytes = new byte[(int) info.size()];
      int length = Math.max(0, reader.read(bytes, 0, bytes.length));
      exchange.sendResponseHeaders(range == null ? 200 : 206, length == 0 ? -1 : length);
      exchange.getResponseBody().write(bytes, 0, length);
    }
  }

  private static BlobRange parsed(String range) {
    String[] ends = range.replace("bytes=", "").split("-", -1);
    long first = Long.parseLong(ends[0]);
    return new BlobRange(first, Long.parseLong(ends[1]) - first + 1);
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.stop(0);
    }
  }
}
