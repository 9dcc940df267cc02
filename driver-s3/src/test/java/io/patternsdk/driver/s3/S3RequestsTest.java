package io.patternsdk.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.blob.BlobOptions;
import io.patternsdk.core.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

class S3RequestsTest {
  private static final BlobOptions OPTIONS = BlobOptions.none().with("a", "b");

  private static S3Config config(Map<String, ?> settings) {
    return S3Config.from(Settings.of(settings));
  }

  @Test
  void theBucketsRuleHoldsWhereNothingIsSaid() {
    S3Config config = config(Map.of("bucket", "files"));
    assertThat(S3Requests.put(config, "key", OPTIONS).build().serverSideEncryption()).isNull();
    assertThat(S3Requests.upload(config, "key", OPTIONS).serverSideEncryption()).isNull();
  }

  @Test
  void whatIsSaidOfEncryptionHoldsForOneRequestAndForParts() {
    S3Config keysOfS3 = config(Map.of("bucket", "files", "encryption", "aes256"));
    assertThat(S3Requests.put(keysOfS3, "key", OPTIONS).build().serverSideEncryption())
        .isEqualTo(ServerSideEncryption.AES256);
    S3Config keysOfKms =
        config(Map.of("bucket", "files", "encryption", "kms", "kms_key_id", "alias/files"));
    PutObjectRequest put = S3Requests.put(keysOfKms, "key", OPTIONS).build();
    assertThat(put.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(put.ssekmsKeyId()).isEqualTo("alias/files");
    CreateMultipartUploadRequest upload = S3Requests.upload(keysOfKms, "key", OPTIONS);
    assertThat(upload.serverSideEncryption()).isEqualTo(ServerSideEncryption.AWS_KMS);
    assertThat(upload.ssekmsKeyId()).isEqualTo("alias/files");
    assertThat(upload.metadata()).isEqualTo(put.metadata()).containsEntry("a", "b");
  }
}
