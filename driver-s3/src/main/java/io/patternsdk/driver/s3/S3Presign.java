package io.patternsdk.driver.s3;

import io.patternsdk.core.Effect;
import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.blob.BlobPresign;
import io.patternsdk.core.blob.PresignedRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.presigner.model.GetObjectPresignRequest;

/** Requests that are signed in their address; AWS takes whole seconds. */
final class S3Presign implements BlobPresign {
  private final S3Connections s3;
  private final S3Config config;
  private final S3Names names;

  S3Presign(S3Connections s3, S3Config config) {
    this.s3 = s3;
    this.config = config;
    this.names = new S3Names(config.escapedKeys());
  }

  @Override
  public PresignedRequest presignGet(String key, Duration validity) {
    GetObjectPresignRequest request =
        GetObjectPresignRequest.builder()
            .signatureDuration(seconds(validity))
            .getObjectRequest(b -> b.bucket(config.bucket()).key(names.of(key)))
            .build();
    return signed(() -> s3.presigner().presignGetObject(request));
  }

  @Override
  public PresignedRequest presignPut(String key, BlobOptions options, Duration validity) {
    PutObjectRequest put = S3Requests.put(config, names.of(key), options).build();
    return signed(
        () ->
            s3.presigner()
                .presignPutObject(
                    b -> b.signatureDuration(seconds(validity)).putObjectRequest(put)));
  }

  private static Duration seconds(Duration validity) {
    return Duration.ofSeconds(validity.plusNanos(999_999_999).toSeconds());
  }

  /** Credentials may have to be fetched, so it takes a deadline. */
  private PresignedRequest signed(Signing signing) {
    var signed = s3.calls().call(Effect.NONE, deadline -> deadline.run(signing::run));
    Map<String, String> headers = new TreeMap<>();
    for (Map.Entry<String, List<String>> header : signed.signedHeaders().entrySet()) {
      if (!header.getKey().equalsIgnoreCase("host")) {
        headers.put(header.getKey(), String.join(",", header.getValue()));
      }
    }
    String method = signed.httpRequest().method().name();
    return new PresignedRequest(method, URI.create(signed.url().toString()), headers);
  }

  private interface Signing {
    software.amazon.awssdk.awscore.presigner.PresignedRequest run();
  }
}
