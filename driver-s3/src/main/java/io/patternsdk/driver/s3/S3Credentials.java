package io.patternsdk.driver.s3;

import io.patternsdk.core.config.Secret;
import io.patternsdk.driver.s3.S3Config.WebIdentity;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsWebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Who signs requests; owns what credentials are fetched by. */
final class S3Credentials implements AwsCredentialsProvider, AutoCloseable {
  private final S3Config config;
  private final SdkHttpClient http;
  private final List<SdkAutoCloseable> owned = new ArrayList<>();
  private final AwsCredentialsProvider source;

  /**
   * Takes the settings and the connections, which stay the caller's.
   *
   * @param http by which a token is changed for credentials
   */
  S3Credentials(S3Config config, SdkHttpClient http) {
    this.config = config;
    this.http = http;
    this.source = source();
  }

  private AwsCredentialsProvider source() {
    return switch (config.credentials()) {
      case STATIC -> this::revealed;
      case ENVIRONMENT -> EnvironmentVariableCredentialsProvider.create();
      case PROFILE ->
          config
              .profile()
              .map(ProfileCredentialsProvider::create)
              .orElseGet(ProfileCredentialsProvider::create);
      case WEB_IDENTITY -> webIdentity();
      case ANONYMOUS -> AnonymousCredentialsProvider.create();
      case DEFAULT -> byDefault();
    };
  }

  /** Puts ours at its place in AWS's order, since AWS's own looks for an HTTP client of AWS. */
  private AwsCredentialsProvider byDefault() {
    DefaultCredentialsProvider all = owned(DefaultCredentialsProvider.builder().build());
    return SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE.getStringValue().isEmpty()
        ? all
        : AwsCredentialsProviderChain.of(
            SystemPropertyCredentialsProvider.create(),
            EnvironmentVariableCredentialsProvider.create(),
            webIdentity(),
            all);
  }

  private AwsCredentialsProvider webIdentity() {
    WebIdentity how = config.webIdentity();
    StsClientBuilder sts =
        StsClient.builder()
            .httpClient(http)
            .region(Region.of(config.region()))
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()));
    how.sts().ifPresent(sts::endpointOverride);
    var provider =
        StsWebIdentityTokenFileCredentialsProvider.builder()
            .stsClient(owned(sts.build()))
            .roleSessionName("pattern-sdk");
    how.role().ifPresent(provider::roleArn);
    how.tokenFile().ifPresent(provider::webIdentityTokenFile);
    return owned(provider.build());
  }

  private <T extends SdkAutoCloseable> T owned(T made) {
    owned.add(made);
    return made;
  }

  /** Read again for each request, because a secret's file may have changed. */
  private AwsCredentials revealed() {
    String id = revealed(config.accessKeyId());
    String key = revealed(config.secretAccessKey());
    Secret token = config.sessionToken();
    return token == null
        ? AwsBasicCredentials.create(id, key)
        : AwsSessionCredentials.create(id, key, token.reveal());
  }

  private static String revealed(@Nullable Secret secret) {
    return secret == null ? "" : secret.reveal();
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return source.resolveCredentials();
  }

  @Override
  public void close() {
    owned.reversed().forEach(SdkAutoCloseable::close);
  }
}
