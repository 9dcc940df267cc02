package io.patternsdk.core.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
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

  @Test
  void aJarThatIsBrokenIsNamedAndKeepsNoOtherDriverOut() throws IOException {
    for (String entry :
        List.of(
            "no.such.Provider",
            DriverRegistryTest.class.getName(),
            "not a name",
            NeedsMore.class.getName())) {
      try (URLClassLoader loader = loader(entry + "\n" + FakeDriver.class.getName())) {
        DriverRegistry registry = DriverRegistry.load(loader);
        assertThat(registry.broken())
            .as(entry)
            .singleElement()
            .asString()
            .startsWith(directory.toString())
            .contains("holds a driver that cannot be loaded: ");
      }
    }
  }

  @Test
  void aClassThatIsMissingIsNamed() throws IOException {
    try (URLClassLoader loader =
        loader(NeedsMore.class.getName() + "\n" + FakeDriver.class.getName())) {
      DriverRegistry registry = DriverRegistry.load(loader);
      assertThat(registry.names()).containsExactly("fake");
      assertThat(registry.broken().getFirst().what()).endsWith("the class some.Client is missing");
    }
  }

  @Test
  void aDriverWhoseCoreDoesNotFitIsRefusedWithoutOpeningIt() throws IOException {
    for (String core : List.of("[9,10)", "nonsense", "[a,b)", "\\u12")) {
      try (URLClassLoader loader = describing("core=" + core)) {
        DriverRegistry registry = DriverRegistry.load(loader);
        assertThatThrownBy(() -> registry.check("own", BackendOptions.named("own")))
            .as(core)
            .isInstanceOf(ConfigException.class)
            .hasMessageContaining("driver own ")
            .hasMessageContaining(directory.toString());
      }
    }
  }

  @Test
  void aDriverWithoutItsClientIsRefusedWithoutOpeningIt() throws IOException {
    try (URLClassLoader loader = describing("needs=some.Client")) {
      DriverRegistry registry = DriverRegistry.load(loader);
      assertThatThrownBy(() -> registry.check("own", BackendOptions.named("own")))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("driver own cannot be used without the class some.Client")
          .hasMessageContaining("put its client beside file:" + directory);
    }
  }

  @Test
  void aClientThatIsMissedLaterIsNoCrashEither() {
    DriverRegistry registry = DriverRegistry.empty().with(new Lacking());
    assertThatThrownBy(() -> registry.open("lacking"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("driver lacking cannot be used without the class some.Client");
  }

  /** A loader of its own for the class of a driver that describes itself by this. */
  private URLClassLoader describing(String description) throws IOException {
    String file = Own.class.getName().replace('.', '/') + ".class";
    Path copy = directory.resolve(file);
    Files.createDirectories(Objects.requireNonNull(copy.getParent()));
    try (InputStream in = Own.class.getClassLoader().getResourceAsStream(file)) {
      Files.write(copy, Objects.requireNonNull(in).readAllBytes());
    }
    Path release = directory.resolve("META-INF/io.patternsdk/driver-own.properties");
    Files.createDirectories(Objects.requireNonNull(release.getParent()));
    Files.writeString(release, description + "\n");
    URL[] urls = loader(Own.class.getName()).getURLs();
    return new URLClassLoader(urls, getClass().getClassLoader()) {
      @Override
      protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        return name.equals(Own.class.getName()) ? own(name) : super.loadClass(name, resolve);
      }

      private Class<?> own(String name) throws ClassNotFoundException {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? findClass(name) : loaded;
      }
    };
  }

  private URLClassLoader loader(String entries) throws IOException {
    Path services = Files.createDirectories(directory.resolve("META-INF/services"));
    Files.writeString(services.resolve(DriverProvider.class.getName()), entries + "\n");
    return new URLClassLoader(new URL[] {directory.toUri().toURL()}, getClass().getClassLoader());
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

  /** A driver whose class needs one that is not there. */
  public static final class NeedsMore extends Named {
    /** Fails. */
    public NeedsMore() {
      super("more");
      throw new NoClassDefFoundError("some/Client");
    }
  }

  /** A driver for a loader of its own. */
  public static final class Own implements DriverProvider {
    @Override
    public String name() {
      return "own";
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

  /** A driver that misses a class when it is opened. */
  private static final class Lacking extends Named {
    Lacking() {
      super("lacking");
    }

    @Override
    public Driver open(DriverContext context) {
      throw new NoClassDefFoundError("some/Client");
    }
  }

  /** A driver that is never opened. */
  private abstract static class Named implements DriverProvider {
    private final String name;

    Named(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
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
