package io.patternsdk.driver.s3;

import io.patternsdk.core.driver.Tls;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;

/**
 * The JDK's HTTP client as the SDK of AWS wants one: no further jars, and each call ends at the
 * ambient deadline or when no byte has moved for the operation timeout.
 */
final class S3HttpClient implements SdkHttpClient {
  private final HttpClient http;
  private final Duration patience;
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final ScheduledExecutorService watch;

  S3HttpClient(Tls tls, Duration connectTimeout, Duration patience, String threadName) {
    this.patience = patience;
    this.watch =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(threadName).factory());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .sslContext(tls.context())
            .executor(workers)
            .build();
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new S3HttpCall(http, watch, patience, request);
  }

  @Override
  public String clientName() {
    return "Jdk";
  }

  @Override
  public void close() {
    http.shutdownNow();
    workers.shutdownNow();
    watch.shutdownNow();
  }
}
