package io.patternsdk.driver.s3;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.HeadBucketResponse;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** The client of AWS over connections of ours; owns both. */
final class S3Connections implements AutoCloseable {
  private final S3Config config;
  private final S3HttpClient http;
  private final S3Credentials credentials;
  private final S3Client client;
  private final S3Presigner presigner;
  private final DriverCalls calls;
  private final Set<String> uploads = ConcurrentHashMap.newKeySet();

  S3Connections(S3Config config, DriverContext context) {
    this.config = config;
    this.calls = DriverCalls.to(config.address(), context, new S3Errors(config.address()));
    this.http =
        new S3HttpClient(
            config.tls(),
            config.connectTimeout(),
            context.operationTimeout(),
            "s3-" + context.backend() + "-watch");
    this.credentials = new S3Credentials(config, http);
    this.client = build();
    this.presigner = buildPresigner();
  }

  /**
   * Repeats nothing by itself, since a repetition hides whether the first try landed. Sends a body
   * without AWS's chunks: a server may store what it has before it reads the last, empty one, and
   * whoever cannot send that any more would take it for a request that did nothing.
   */
  private S3Client build() {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(http)
            .region(Region.of(config.region()))
            .credentialsProvider(credentials)
            .forcePathStyle(config.pathStyle())
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(c -> c.expectContinueEnabled(false).chunkedEncodingEnabled(false))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()));
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private S3Presigner buildPresigner() {
    S3Presigner.Builder builder =
        S3Presigner.builder()
            .region(Region.of(config.region()))
            .credentialsProvider(credentials)
            .serviceConfiguration(
                S3Configuration.builder().pathStyleAccessEnabled(config.pathStyle()).build());
    config.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  S3Client client() {
    return client;
  }

  S3Presigner presigner() {
    return presigner;
  }

  DriverCalls calls() {
    return calls;
  }

  /** The ids of the uploads that are under way here. */
  Set<String> uploads() {
    return uploads;
  }

  /** Ends an upload that has become no object, and removes its parts. */
  void abort(String name, String upload, Deadline caller) {
    var unused =
        caller.run(
            () ->
                calls.call(
                    deadline ->
                        deadline.run(
                            () ->
                                client.abortMultipartUpload(
                                    b -> b.bucket(config.bucket()).key(name).uploadId(upload)))));
  }

  /** Asks for the bucket and returns what the server calls itself. */
  String check() {
    HeadBucketResponse answer =
        calls.call(
            Effect.NONE,
            deadline -> deadline.run(() -> client.headBucket(b -> b.bucket(config.bucket()))));
    return answer.sdkHttpResponse().firstMatchingHeader("Server").orElse("a server of S3");
  }

  @Override
  public void close() {
    presigner.close();
    client.close();
    credentials.close();
    http.close();
  }
}
