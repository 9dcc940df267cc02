package io.patternsdk.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverRegistryTest {
  @TempDir Path directory;

  @Test
  void aDriverFromCodeReplacesOneOfTheSameName() {
    FakeDriver first = new FakeDriver();
    FakeDriver second = new FakeDriver();
    DriverRegistry registry = DriverRegistry.empty().with(first).with(second);
    assertThat(registry.find("fake")).containsSame(second);
    assertThat(registry.with("other", first).names()).containsExactly("fake", "other");
  }

  @Test
  void driversOnTheClassPathAreFoundByTheirName() throws IOException {
    try (URLClassLoader loader = loader(FakeDriver.class)) {
      assertThat(DriverRegistry.load(loader).names()).containsExactly("fake");
    }
  }

  @Test
  void twoOfOneNameAreRefused() throws IOException {
    try (URLClassLoader loader = loader(FakeDriver.class, SameName.class)) {
      assertThatThrownBy(() -> DriverRegistry.load(loader))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("two drivers are named fake")
          .hasMessageContaining("keep one of");
    }
  }

  private URLClassLoader loader(Class<?>... providers) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    StringBuilder names = new StringBuilder();
    for (Class<?> provider : providers) {
      names.append(provider.getName()).append('\n');
    }
    Files.writeString(services.resolve(DriverProvider.class.getName()), names);
    return new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
  }

  /** A second driver that calls itself fake. */
  public static final class SameName implements DriverProvider {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Set<String> canOffer() {
      return Set.of();
    }

    @Override
    public Driver open(DriverContext context) {
      throw new AssertionError("it must not be opened");
    }
  }
}
