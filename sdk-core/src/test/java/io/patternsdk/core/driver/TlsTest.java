package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  @TempDir Path directory;

  @Test
  void anAbsentSectionTrustsWhatTheJdkTrusts() {
    assertThat(read(Map.of())).isEqualTo(Tls.system());
  }

  @Test
  void everySettingIsRead() throws IOException {
    Path pem = Files.createFile(directory.resolve("a.pem"));
    String name = pem.toString();
    Map<String, String> all = Map.of("ca", name, "verify", "ca", "certificate", name, "key", name);
    assertThat(read(all)).isEqualTo(new Tls(pem, Tls.Verify.CA, pem, pem));
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    Path pem = Files.createFile(directory.resolve("a.pem"));
    assertThatThrownBy(
            () ->
                read(
                    Map.of(
                        "ca",
                        directory.resolve("absent.pem").toString(),
                        "verify",
                        "some",
                        "key",
                        pem.toString())))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("tls.ca", "absent.pem", "tls.verify", "full", "tls.key", "alone");
  }

  private static Tls read(Map<String, ?> section) {
    Settings settings = Settings.of(Map.of("tls", section));
    return settings.read(s -> Tls.from(s.section("tls")));
  }
}
