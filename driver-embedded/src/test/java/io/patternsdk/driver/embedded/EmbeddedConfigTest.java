package io.patternsdk.driver.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.DriverContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedConfigTest {
  @Test
  void nothingSetMeansTheDefaults() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new EmbeddedConfig(
                Optional.empty(),
                Duration.ofSeconds(30),
                5,
                16 << 20,
                16_384,
                8,
                Duration.ofSeconds(10)));
  }

  @Test
  void everySettingIsRead() {
    EmbeddedConfig config =
        read(
            Map.of(
                "path", "data/store",
                "visibility_timeout", "45s",
                "max_attempts", "7",
                "max_value_bytes", "2MiB",
                "subscriber_buffer", "64",
                "stream_partitions", "3",
                "stream_lease", "1s"));
    assertThat(config)
        .isEqualTo(
            new EmbeddedConfig(
                Optional.of(Path.of("data/store")),
                Duration.ofSeconds(45),
                7,
                2 << 20,
                64,
                3,
                Duration.ofSeconds(1)));
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    Map<String, String> wrong =
        Map.of(
            "pth", "data",
            "visibility_timeout", "0s",
            "max_attempts", "0",
            "max_value_bytes", "1GiB",
            "subscriber_buffer", "none");
    assertThatThrownBy(() -> read(wrong))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll(
            "pth", "path", "visibility_timeout", "max_attempts", "64MiB", "subscriber_buffer");
  }

  @Test
  void aDirectoryIsNoPath(@TempDir Path directory) {
    assertThatThrownBy(() -> read(Map.of("path", directory.toString())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("of a regular file");
  }

  @Test
  void aPipeIsNoPathEither(@TempDir Path directory) throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> read(Map.of("path", pipe.toString())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("of a regular file");
  }

  @Test
  void aPathIsOneHoweverItIsWritten() {
    assertThat(exclusive("data/store")).isEqualTo(exclusive("data/../data/./store"));
    assertThat(exclusive("data/store")).isNotEqualTo(exclusive("data/other"));
  }

  private static String exclusive(String path) {
    DriverContext context = BackendOptions.named("test").settings(Map.of("path", path)).toContext();
    return new EmbeddedDriverProvider().exclusive(context).getFirst().value();
  }

  private static EmbeddedConfig read(Map<String, String> settings) {
    return Settings.of(settings).read(EmbeddedConfig::from);
  }
}
