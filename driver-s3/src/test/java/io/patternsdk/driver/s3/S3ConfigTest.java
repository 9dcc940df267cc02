package io.patternsdk.driver.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.driver.s3.S3Config.Credentials;
import io.patternsdk.testkit.DocumentedSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class S3ConfigTest {
  private static final String SECRET = "let me in";

  private static S3Config read(Map<String, ?> settings) {
    Map<String, Object> all = new HashMap<>(settings);
    all.putIfAbsent("bucket", "files");
    return S3Config.from(Settings.of(all));
  }

  private static void refused(Map<String, ?> settings, String... reasons) {
    assertThatThrownBy(() -> read(settings))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(reasons);
  }

  @Test
  void amazonNeedsABucketAlone() {
    S3Config config = read(Map.of());
    assertThat(config.amazon()).isTrue();
    assertThat(config.pathStyle()).isFalse();
    assertThat(config.credentials()).isEqualTo(Credentials.DEFAULT);
    assertThatThrownBy(() -> S3Config.from(Settings.of(Map.of()))).hasMessageContaining("bucket");
  }

  @Test
  void anotherServerHasTheBucketInThePathAndIsNotKnown() {
    S3Config config = read(Map.of("endpoint", "https://storage.example.org:9000"));
    assertThat(config.amazon()).isFalse();
    assertThat(config.pathStyle()).isTrue();
    assertThat(config.conditionsTrusted()).isFalse();
    String dualStack = "https://s3.dualstack.eu-central-1.amazonaws.com";
    assertThat(read(Map.of("endpoint", dualStack)).amazon()).isTrue();
  }

  @Test
  void anEndpointIsSchemeHostAndPort() {
    for (String endpoint :
        new String[] {"ftp://a", "http://u:p@a", "http://a/path", "http://a?q"}) {
      refused(Map.of("endpoint", endpoint), "endpoint", "http or https");
    }
  }

  @Test
  void aKeyComesWithItsSecretWhichIsNeverPrinted() {
    S3Config config = read(Map.of("access_key_id", "id", "secret_access_key", SECRET));
    assertThat(config.credentials()).isEqualTo(Credentials.STATIC);
    assertThat(config.toString()).doesNotContain(SECRET);
    refused(Map.of("access_key_id", "id"), "secret_access_key", "is missing");
    refused(Map.of("credentials", "static"), "credentials", "has no access_key_id");
    refused(
        Map.of("credentials", "anonymous", "access_key_id", "id", "secret_access_key", SECRET),
        "credentials",
        "would not be used");
  }

  @Test
  void aProfileOfCredentialsIsNoProfileOfAPool() {
    assertThat(read(Map.of("credentials", "profile", "credentials_profile", "ops")).profile())
        .contains("ops");
    refused(Map.of("credentials_profile", "ops"), "credentials_profile", "credentials: profile");
    refused(Map.of("profile", "low_latency"), "profile", "means nothing to S3");
  }

  @Test
  void whatATokenIsChangedByIsForWebIdentityAlone() {
    Map<String, String> role = Map.of("credentials", "web_identity", "role_arn", "a-role");
    assertThat(read(role).webIdentity().role()).contains("a-role");
    refused(Map.of("role_arn", "a-role"), "role_arn", "credentials: web_identity");
    refused(
        Map.of("credentials", "web_identity", "sts_endpoint", "ftp://a"),
        "sts_endpoint",
        "http or https");
  }

  @Test
  void aKeyOfKmsNeedsKms() {
    refused(Map.of("kms_key_id", "key"), "kms_key_id", "encryption: kms");
    assertThat(read(Map.of("kms_key_id", "key", "encryption", "kms")).kmsKey()).contains("key");
  }

  @Test
  void thePageSaysWhatTheKeysOfAPoolMean() {
    DocumentedSettings.under(Path.of("../docs/config.md"), "## Connection pools")
        .check("s3 (AWS SDK)", S3ConfigTest::read);
  }
}
