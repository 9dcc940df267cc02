package io.patternsdk.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The files that this JVM holds open, as Linux tells; elsewhere none are seen. What the JVM opens
 * for itself is left out: jars, its own directory, devices and what the kernel shows of itself.
 */
final class OpenFiles {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final List<Path> NOT_OURS =
      List.of(
          Path.of("/dev"),
          Path.of("/proc"),
          Path.of("/sys"),
          Path.of(System.getProperty("java.home")));

  private OpenFiles() {}

  /** Adds each, by its path and how often it has been opened: numbers of descriptors come again. */
  static void into(Map<String, String> all) {
    if (!Files.isDirectory(DESCRIPTORS)) {
      return;
    }
    Map<String, Integer> times = new HashMap<>();
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      for (Path descriptor : descriptors.toList()) {
        String file = file(descriptor);
        if (!file.isEmpty()) {
          int nth = times.merge(file, 1, Integer::sum);
          all.put("file " + file + " " + nth, "file " + file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list the open files", e);
    }
  }

  // A descriptor may be closed between the listing and the look. Pipes and sockets have no path.
  private static String file(Path descriptor) throws IOException {
    try {
      Path file = Files.readSymbolicLink(descriptor);
      boolean ours =
          file.isAbsolute()
              && !file.toString().endsWith(".jar")
              && NOT_OURS.stream().noneMatch(file::startsWith);
      return ours ? file.toString() : "";
    } catch (NoSuchFileException closed) {
      return "";
    }
  }
}
