package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.lifecycle.internal.drivers.DriverClassPath;
import io.patternsdk.lifecycle.internal.drivers.DriverJars;
import io.patternsdk.lifecycle.internal.drivers.DriverLoader;
import io.patternsdk.lifecycle.internal.drivers.InstalledDrivers;
import io.patternsdk.lifecycle.internal.drivers.StartupCache;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledDriversTest {
  @TempDir private Path home;

  private InstalledDrivers installed() {
    return new InstalledDrivers(home);
  }

  private Path jar(String file, Map<String, String> entries) throws IOException {
    Path jar = home.resolve(file);
    Files.createDirectories(jar.getParent());
    return TestJar.of(jar, entries);
  }

  private Path empty(String file) throws IOException {
    return jar(file, Map.of());
  }

  @Test
  void whereThereIsNoDirectoryThereIsNone() {
    assertThat(installed().names()).isEmpty();
    assertThat(InstalledDrivers.none().names()).isEmpty();
    assertThat(installed().jars("../..")).isEmpty();
  }

  @Test
  void aDirectoryWithJarsIsADriver() throws IOException {
    empty("drivers/b/driver-b-1.jar");
    empty("drivers/a/driver-a-1.jar");
    Files.createDirectories(home.resolve("drivers/none"));
    assertThat(installed().names()).containsExactly("a", "b");
  }

  @Test
  void itsJarSaysWhichVersionItIs() throws IOException {
    String resource = "META-INF/io.patternsdk/driver-a.properties";
    jar("drivers/a/driver-a.jar", Map.of(resource, "version=1.2\ncore=[0.1,0.2)\n"));
    assertThat(installed().line("a")).isEqualTo("driver a 1.2");
    jar("drivers/a/driver-a.jar", Map.of(resource, "version=1.2\ncore=[7.0,8)\n"));
    assertThat(installed().line("a")).isEqualTo("driver a 1.2, which needs a core in [7.0,8)");
    jar("drivers/a/driver-a.jar", Map.of(resource, "version=1.2\ncore=seven\n"));
    assertThat(installed().line("a")).startsWith("driver a describes itself wrongly");
    empty("drivers/a/driver-a.jar");
    assertThat(installed().line("a")).isEqualTo("driver a of unknown version");
  }

  @Test
  void theClassPathHasThoseThatAreNamed() throws IOException {
    Path a = empty("drivers/a/driver-a-1.jar");
    Path client = empty("drivers/a/client-2.jar");
    empty("drivers/b/driver-b-1.jar");
    DriverClassPath path = DriverClassPath.of(installed(), new TreeSet<>(Set.of("a", "x")));
    assertThat(path.jars()).containsExactly(client, a);
    assertThat(path.drivers()).containsExactly("a");
    assertThat(path.apart()).isEmpty();
  }

  @Test
  void aDriverThatNeedsAnotherVersionStaysApart() throws IOException {
    empty("lib/shared-1.0.jar");
    empty("drivers/a/netty-common-4.2.jar");
    empty("drivers/b/netty-common-4.2.jar");
    empty("drivers/c/netty-common-4.1.jar");
    empty("drivers/d/shared-1.1.jar");
    DriverClassPath path =
        DriverClassPath.of(installed(), new TreeSet<>(Set.of("a", "b", "c", "d")));
    assertThat(path.drivers()).containsExactly("a", "b");
    assertThat(path.apart())
        .containsEntry("c", "netty-common-4.1.jar beside netty-common-4.2.jar")
        .containsEntry("d", "shared-1.1.jar beside shared-1.0.jar");
  }

  @Test
  void whatStaysApartSeesItsOwnVersionAndTheCoreThatAllSee() throws Exception {
    TestJar.compiled(home.resolve("lib/library-1.jar"), "library.Version", library("one"));
    Path own = home.resolve("drivers/other/library-2.jar");
    TestJar.compiled(own, "library.Version", library("two"));
    TestJar.compiled(
        home.resolve("drivers/other/driver-other-1.jar"),
        "other.Provider",
        provider(),
        own.toString());
    DriverRegistry registry = DriverJars.add(DriverRegistry.empty(), installed(), "other");
    DriverProvider provider = registry.find("other").orElseThrow();
    assertThat(provider.canOffer()).containsExactly("two");
    assertThat(provider.getClass().getClassLoader()).isInstanceOf(DriverLoader.class);
  }

  private static String library(String version) {
    return "package library; public class Version { public static String of() { return \""
        + version
        + "\"; } }";
  }

  private static String provider() {
    return """
    package other;
    public final class Provider implements io.patternsdk.core.driver.DriverProvider {
      public Provider() {}
      public String name() { return "other"; }
      public java.util.Set<String> canOffer() { return java.util.Set.of(library.Version.of()); }
      public io.patternsdk.core.driver.Driver open(
          io.patternsdk.core.driver.DriverContext context) {
        throw new UnsupportedOperationException();
      }
    }
    """;
  }

  @Test
  void theCacheIsThatOfItsDriversAndItsJvm() throws IOException {
    StartupCache cache =
        StartupCache.of(installed(), List.of("nats", "redis"), Map.<String, String>of()::get);
    assertThat(cache.option()).isEmpty();
    Path file = Objects.requireNonNull(cache.file());
    assertThat(file.toString()).contains("nats+redis-" + Runtime.version());
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    assertThat(cache.option()).startsWith("-XX:").endsWith("=" + file);
    StartupCache training =
        StartupCache.of(installed(), List.of("nats", "redis"), Map.of("PATTERN_TRAIN", "1")::get);
    assertThat(training.option()).isNotEqualTo(cache.option()).endsWith("=" + file);
    assertThat(StartupCache.of(InstalledDrivers.none(), List.of(), System::getenv).option())
        .isEmpty();
    assertThat(file.toString()).doesNotContain(File.pathSeparator);
  }
}
