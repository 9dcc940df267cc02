package io.patternsdk.testkit.contract.blob;

import io.patternsdk.core.blob.PresignedRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Somebody with a plain client of HTTP and no credentials. */
final class Stranger implements AutoCloseable {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  static HttpRequest.Builder request(PresignedRequest signed) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(signed.uri()).timeout(Duration.ofMinutes(1));
    signed.headers().forEach(request::header);
    return request;
  }

  HttpResponse<byte[]> send(PresignedRequest signed) {
    return send(request(signed).method(signed.method(), BodyPublishers.noBody()).build());
  }

  HttpResponse<byte[]> send(PresignedRequest signed, byte[] body) {
    return send(request(signed).method(signed.method(), BodyPublishers.ofByteArray(body)).build());
  }

  HttpResponse<byte[]> send(HttpRequest request) {
    try {
      return client.send(request, BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
