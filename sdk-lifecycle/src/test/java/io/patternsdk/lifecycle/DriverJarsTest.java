package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.lifecycle.internal.drivers.DriverJars;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverJarsTest {
  private static final String SOURCE =
      """
      package outside;
      public final class Provider implements io.patternsdk.core.driver.DriverProvider {
        public Provider() {}
        public String name() { return "outside"; }
        public java.util.Set<String> canOffer() { return java.util.Set.of("keyvalue_basic"); }
        public io.patternsdk.core.driver.Driver open(
            io.patternsdk.core.driver.DriverContext context) {
          throw new UnsupportedOperationException();
        }
      }
      """;

  @TempDir private Path directory;

  @Test
  void aDriverInAJarOfTheDirectoryIsAdded() throws IOException {
    TestJar.compiled(directory.resolve("outside.jar"), "outside.Provider", SOURCE);
    FakeBackend fake = new FakeBackend("fake");
    DriverRegistry more = DriverJars.add(DriverRegistry.empty().with(fake), directory);
    assertThat(more.names()).containsExactly("fake", "outside");
    assertThat(more.find("outside").orElseThrow().canOffer()).containsExactly("keyvalue_basic");
  }

  @Test
  void aNameThatIsTakenIsRefused() throws IOException {
    TestJar.compiled(directory.resolve("outside.jar"), "outside.Provider", SOURCE);
    DriverRegistry taken = DriverRegistry.empty().with(new FakeBackend("outside"));
    assertThatThrownBy(() -> DriverJars.add(taken, directory))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("two drivers are named outside");
  }
}
