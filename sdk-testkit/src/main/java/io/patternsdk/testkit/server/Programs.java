package io.patternsdk.testkit.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds server programs on this machine. */
final class Programs {
  private static final List<String> USUAL_PLACES =
      List.of("/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin");

  private Programs() {}

  /**
   * The program that the environment variable names and no other, else those on PATH, in a usual
   * place and where script/setup keeps newer ones, in this order.
   *
   * @throws IllegalStateException if the variable names something that cannot be run
   */
  static List<Path> find(String program, String variable) {
    String named = System.getenv(variable);
    if (named != null && !named.isBlank()) {
      if (!Files.isExecutable(Path.of(named))) {
        throw new IllegalStateException(variable + "=" + named + " is not an executable file");
      }
      return List.of(Path.of(named));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(Stream.of(path.split(File.pathSeparator)), USUAL_PLACES.stream(), kept())
        .flatMap(places -> places)
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .distinct()
        .toList();
  }

  private static Stream<String> kept() {
    String caches = System.getenv("XDG_CACHE_HOME");
    return caches != null && !caches.isBlank()
        ? Stream.of(caches + "/patternsdk/bin")
        : Stream.of(System.getProperty("user.home") + "/.cache/patternsdk/bin");
  }
}
