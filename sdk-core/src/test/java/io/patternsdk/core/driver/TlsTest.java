package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    Path certificate = pem("certificate");
    Path key = pem("key");
    Map<String, Object> all =
        Map.of("ca", certificate, "verify", "ca", "certificate", certificate, "key", key);
    assertThat(read(all)).isEqualTo(new Tls(certificate, Tls.Verify.CA, certificate, key));
  }

  @Test
  void whatIsWrongIsNamed() throws IOException {
    Path pem = pem("key");
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

  @Test
  void aFileIsReadToSeeWhetherItIsWhatItShouldBe() throws Exception {
    Path empty = Files.createFile(directory.resolve("empty"));
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path wrong : List.of(empty, directory, pipe, pem("key"))) {
      assertThatThrownBy(() -> read(Map.of("ca", wrong)))
          .isInstanceOf(ConfigException.class)
          .hasMessage(
              "code: tls.ca is \"" + wrong + "\"; expected a path, of a PEM file of certificates");
    }
    for (Path wrong : List.of(empty, directory, pipe, pem("certificate"), pem("sec1-key"))) {
      assertThatThrownBy(() -> read(Map.of("certificate", pem("certificate"), "key", wrong)))
          .hasMessageStartingWith("code: tls.key is \"" + wrong + "\"; expected a path, of a PEM");
    }
  }

  @Test
  void aKeyMustBeThatOfTheCertificate() throws IOException {
    assertThatThrownBy(
            () -> read(Map.of("certificate", pem("certificate"), "key", pem("other-key"))))
        .hasMessageStartingWith("code: tls.key is not that of certificate");
  }

  private Path pem(String name) throws IOException {
    Path file = directory.resolve(name + ".pem");
    try (InputStream in = TlsTest.class.getResourceAsStream(name + ".pem")) {
      Files.write(file, Objects.requireNonNull(in).readAllBytes());
    }
    return file;
  }

  private static Tls read(Map<String, ?> section) {
    Settings settings = Settings.of(Map.of("tls", section));
    return settings.read(s -> Tls.from(s.section("tls")));
  }
}
