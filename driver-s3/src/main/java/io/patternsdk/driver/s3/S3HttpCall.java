package io.patternsdk.driver.s3;

import io.patternsdk.core.Deadline;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpRequest;

/** One request and its answer. */
final class S3HttpCall implements ExecutableHttpRequest {
  /** What the JDK's client says itself, and alike. */
  private static final Set<String> OWN =
      Set.of("host", "content-length", "connection", "expect", "upgrade");

  /** How many connections in a row may have been closed by the server while they were idle. */
  private static final int MOST_STALE = 8;

  private static final int LEAST_REFUSAL = 300;
  private static final int MOST_REASON = 64 << 10;

  private final HttpClient http;
  private final ScheduledExecutorService watch;
  private final Duration patience;
  private final HttpExecuteRequest request;
  private final AtomicLong sent = new AtomicLong();
  private final CompletableFuture<Boolean> aborted = new CompletableFuture<>();

  S3HttpCall(
      HttpClient http,
      ScheduledExecutorService watch,
      Duration patience,
      HttpExecuteRequest request) {
    this.http = http;
    this.watch = watch;
    this.patience = patience;
    this.request = request;
  }

  @Override
  public HttpExecuteResponse call() throws IOException {
    HttpResponse<InputStream> response = answered();
    SdkHttpFullResponse.Builder head =
        SdkHttpFullResponse.builder().statusCode(response.statusCode());
    response.headers().map().forEach(head::putHeader);
    InputStream watched = new WatchedInput(response.body(), watch, patience);
    InputStream body = response.statusCode() < LEAST_REFUSAL ? watched : reason(watched);
    return HttpExecuteResponse.builder()
        .response(head.build())
        .responseBody(AbortableInputStream.create(body, () -> closeQuietly(body)))
        .build();
  }

  /**
   * Sends it again where the server had closed the connection before all of it was sent: a request
   * of which a part is missing did nothing.
   */
  private HttpResponse<InputStream> answered() throws IOException {
    for (int stale = 0; ; stale++) {
      CompletableFuture<HttpResponse<InputStream>> answer =
          http.sendAsync(converted(), BodyHandlers.ofInputStream());
      var unused = aborted.thenRun(() -> answer.cancel(true));
      try {
        return await(answer);
      } catch (IOException e) {
        if (stale == MOST_STALE || !S3Errors.unsent(e) || Deadline.current().passed()) {
          throw e;
        }
      }
    }
  }

  /** The server refuses, also where it closes before all of the reason has come. */
  private static InputStream reason(InputStream body) throws IOException {
    try (body) {
      return new ByteArrayInputStream(body.readNBytes(MOST_REASON));
    } catch (HttpTimeoutException e) {
      throw e;
    } catch (IOException e) {
      return InputStream.nullInputStream();
    }
  }

  private static void closeQuietly(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // given up anyway
    }
  }

  private HttpRequest converted() {
    SdkHttpRequest head = request.httpRequest();
    HttpRequest.Builder builder = HttpRequest.newBuilder(head.getUri());
    head.forEachHeader(
        (name, values) -> {
          if (!OWN.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> builder.header(name, value));
          }
        });
    return builder.method(head.method().name(), body()).build();
  }

  private BodyPublisher body() {
    long length =
        request.httpRequest().firstMatchingHeader("Content-Length").map(Long::parseLong).orElse(0L);
    ContentStreamProvider content = request.contentStreamProvider().orElse(null);
    return content == null || length == 0
        ? BodyPublishers.noBody()
        : BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> new CountedInput(content.newStream())), length);
  }

  private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> answer)
      throws IOException {
    Deadline deadline = Deadline.current();
    while (true) {
      long before = sent.get();
      try {
        return answer.get(deadline.atMost(patience).toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (deadline.passed() || sent.get() == before) {
          answer.cancel(true);
          throw new HttpTimeoutException("no answer in time");
        }
      } catch (InterruptedException e) {
        answer.cancel(true);
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      } catch (ExecutionException e) {
        throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
      }
    }
  }

  @Override
  public void abort() {
    aborted.complete(true);
  }

  /** Counts what was read of it, which is then on its way. */
  private final class CountedInput extends FilterInputStream {
    CountedInput(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      sent.incrementAndGet();
      return b;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int n = super.read(buffer, offset, length);
      sent.addAndGet(Math.max(n, 0));
      return n;
    }
  }
}
