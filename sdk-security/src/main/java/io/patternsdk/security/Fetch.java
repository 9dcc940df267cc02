package io.patternsdk.security;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Reads a small document over HTTP, within a time for the whole of it. Follows no redirection. */
final class Fetch {
  private static final int MOST = 1 << 20;

  private final HttpClient client;
  private final Duration limit;

  Fetch(Duration limit, @Nullable SSLContext tls) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    this.client = tls == null ? builder.build() : builder.sslContext(tls).build();
    this.limit = limit;
  }

  String text(URI uri) throws IOException {
    FutureTask<String> read = new FutureTask<>(() -> read(uri));
    Thread.ofVirtual().name("token-keys").start(read);
    try {
      return read.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(uri + " did not answer within " + limit, e);
    } catch (ExecutionException e) {
      throw new IOException(uri + " cannot be read: " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading " + uri);
    } finally {
      read.cancel(true);
    }
  }

  private String read(URI uri) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(uri).header("Accept", "application/json").build();
    HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      if (response.statusCode() != 200) {
        throw new IOException("status " + response.statusCode());
      }
      byte[] body = in.readNBytes(MOST + 1);
      if (body.length > MOST) {
        throw new IOException("more than " + MOST + " bytes");
      }
      return new String(body, UTF_8);
    }
  }
}
