package io.patternsdk.driver.s3;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.BLOB_PRESIGN;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.testkit.contract.Expect;
import io.patternsdk.testkit.server.RecipeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class S3CredentialsTest {
  @RegisterExtension
  static final RecipeServer SERVER = RecipeServer.start(new S3ProxyRecipe(false));

  @TempDir private Path directory;

  private static Backend open(Map<String, ?> credentials) {
    Map<String, Object> settings = new HashMap<>(S3ProxyRecipe.settings(SERVER));
    settings.keySet().removeIf(name -> name.contains("access_key"));
    settings.put("max_retries", 0);
    settings.putAll(credentials);
    return DriverRegistry.empty()
        .with(new S3DriverProvider())
        .open("s3", BackendOptions.named("files").settings(settings));
  }

  @Test
  void aWrongSecretIsRefused() {
    Map<String, String> wrong =
        Map.of("access_key_id", S3ProxyRecipe.ACCESS_KEY, "secret_access_key", "another");
    Expect.refusal(ErrorKind.PERMISSION_DENIED, () -> open(wrong).close());
  }

  @Test
  void aTokenIsChangedForTheCredentialsOfARole() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), FakeSts.TOKEN);
    try (FakeSts sts = new FakeSts();
        Backend backend = open(webIdentity(sts, token))) {
      Blobs blobs = backend.require(BLOB_BASIC);
      blobs.put("key", new byte[3]);
      assertThat(blobs.head("key").orElseThrow().size()).isEqualTo(3);
      assertThat(backend.capabilities().find(BLOB_PRESIGN)).isPresent();
      assertThat(sts.asked()).as("once for all requests").hasSize(1);
    }
  }

  @Test
  void aTokenThatNobodyKnowsIsRefused() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), "another");
    try (FakeSts sts = new FakeSts()) {
      assertThat(
              Expect.failure(
                  ErrorKind.PERMISSION_DENIED, () -> open(webIdentity(sts, token)).close()))
          .hasMessageContaining("nobody knows this token");
    }
  }

  private static Map<String, String> webIdentity(FakeSts sts, Path token) {
    return Map.of(
        "credentials",
        "web_identity",
        "role_arn",
        FakeSts.ROLE,
        "web_identity_token_file",
        token.toString(),
        "sts_endpoint",
        sts.uri().toString());
  }

  @Test
  void theEnvironmentHasThem() throws Exception {
    Map<String, String> environment =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            S3ProxyRecipe.ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY",
            S3ProxyRecipe.SECRET_KEY);
    assertThat(elsewhere(environment, "credentials=environment")).contains("stored 1");
    assertThat(elsewhere(Map.of(), "credentials=environment")).contains("PERMISSION_DENIED");
  }

  @Test
  void aTokenOfTheEnvironmentIsFoundByDefault() throws Exception {
    Path token = Files.writeString(directory.resolve("token"), FakeSts.TOKEN);
    try (FakeSts sts = new FakeSts()) {
      Map<String, String> environment =
          Map.of(
              "AWS_ROLE_ARN", FakeSts.ROLE,
              "AWS_WEB_IDENTITY_TOKEN_FILE", token.toString(),
              "AWS_ENDPOINT_URL_STS", sts.uri().toString());
      assertThat(elsewhere(environment)).contains("stored 1");
    }
  }

  @Test
  void aProfileHasThem() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("credentials"),
            "[ops]\naws_access_key_id = %s\naws_secret_access_key = %s\n"
                .formatted(S3ProxyRecipe.ACCESS_KEY, S3ProxyRecipe.SECRET_KEY));
    Map<String, String> environment = Map.of("AWS_SHARED_CREDENTIALS_FILE", file.toString());
    assertThat(elsewhere(environment, "credentials=profile", "credentials_profile=ops"))
        .contains("stored 1");
  }

  /** What a process of its own says, which has a fraction of this one's environment. */
  private String elsewhere(Map<String, String> environment, String... settings)
      throws IOException, InterruptedException {
    Path log = directory.resolve("log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CredentialsElsewhere.class.getName(),
                SERVER.host(),
                Integer.toString(SERVER.port()),
                "max_retries=0"));
    command.addAll(List.of(settings));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      int exit = process.waitFor();
      return exit + " " + Files.readString(log);
    } finally {
      process.destroyForcibly();
    }
  }
}
