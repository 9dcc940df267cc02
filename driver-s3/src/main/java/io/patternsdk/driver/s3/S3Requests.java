package io.patternsdk.driver.s3;

import io.patternsdk.core.blob.BlobOptions;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** The requests that make an object, with all that the settings say of how it is kept. */
final class S3Requests {
  private S3Requests() {}

  static PutObjectRequest.Builder put(S3Config config, String name, BlobOptions options) {
    PutObjectRequest.Builder request =
        PutObjectRequest.builder()
            .bucket(config.bucket())
            .key(name)
            .contentType(options.contentType())
            .metadata(S3Metadata.headers(options));
    encryption(config).ifPresent(request::serverSideEncryption);
    config.kmsKey().ifPresent(request::ssekmsKeyId);
    return request;
  }

  static CreateMultipartUploadRequest upload(S3Config config, String name, BlobOptions options) {
    CreateMultipartUploadRequest.Builder request =
        CreateMultipartUploadRequest.builder()
            .bucket(config.bucket())
            .key(name)
            .contentType(options.contentType())
            .metadata(S3Metadata.headers(options));
    encryption(config).ifPresent(request::serverSideEncryption);
    config.kmsKey().ifPresent(request::ssekmsKeyId);
    return request.build();
  }

  private static Optional<ServerSideEncryption> encryption(S3Config config) {
    return config
        .encryption()
        .map(
            by ->
                switch (by) {
                  case AES256 -> ServerSideEncryption.AES256;
                  case KMS -> ServerSideEncryption.AWS_KMS;
                });
  }
}
