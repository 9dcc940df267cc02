package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.driver.DriverProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;
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
    jar();
    FakeBackend fake = new FakeBackend("fake");
    DriverRegistry more = DriverJars.add(DriverRegistry.empty().with(fake), directory);
    assertThat(more.names()).containsExactly("fake", "outside");
    assertThat(more.find("outside").orElseThrow().canOffer()).containsExactly("keyvalue_basic");
  }

  private void jar() throws IOException {
    Path source =
        Files.createDirectories(directory.resolve("src/outside")).resolve("Provider.java");
    Files.writeString(source, SOURCE);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-classpath",
                Path.of(
                        DriverProvider.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .getPath())
                    .toString(),
                "-d",
                directory.resolve("classes").toString(),
                source.toString());
    assertThat(compiled).isZero();
    try (JarOutputStream jar =
        new JarOutputStream(Files.newOutputStream(directory.resolve("outside.jar")))) {
      add(jar, "outside/Provider.class", directory.resolve("classes/outside/Provider.class"));
      Path service = Files.writeString(directory.resolve("service"), "outside.Provider\n");
      add(jar, "META-INF/services/" + DriverProvider.class.getName(), service);
    }
  }

  private static void add(JarOutputStream jar, String name, Path content) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    OutputStream out = jar;
    out.write(Files.readAllBytes(content));
    jar.closeEntry();
  }
}
