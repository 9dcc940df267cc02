package io.patternsdk.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.driver.DriverProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.ToolProvider;

/** Jars that tests write. */
final class TestJar {
  private TestJar() {}

  /** Writes one with these entries. */
  static Path of(Path jar, Map<String, String> entries) throws IOException {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var entry : entries.entrySet()) {
        add(out, entry.getKey(), entry.getValue().getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  /**
   * Compiles a class against the core and writes it into a jar, as a driver's provider if it is
   * named so.
   */
  static Path compiled(Path jar, String type, String source, String... classPath)
      throws IOException {
    Path work = Files.createTempDirectory("compiled");
    Path file = work.resolve(type.substring(type.lastIndexOf('.') + 1) + ".java");
    Files.writeString(file, source);
    Path core =
        Path.of(DriverProvider.class.getProtectionDomain().getCodeSource().getLocation().getPath());
    String path =
        String.join(":", Stream.concat(Stream.of(core.toString()), Stream.of(classPath)).toList());
    List<String> arguments =
        List.of("-proc:none", "-classpath", path, "-d", work.toString(), file.toString());
    assertThat(
            ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new)))
        .isZero();
    Files.createDirectories(jar.getParent());
    String entry = type.replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      add(out, entry, Files.readAllBytes(work.resolve(entry)));
      if (type.endsWith("Provider")) {
        String service = "META-INF/services/" + DriverProvider.class.getName();
        add(out, service, type.getBytes(StandardCharsets.UTF_8));
      }
    }
    return jar;
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new ZipEntry(name));
    jar.write(content);
    jar.closeEntry();
  }
}
