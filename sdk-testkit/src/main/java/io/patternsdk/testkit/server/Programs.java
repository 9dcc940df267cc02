package io.patternsdk.testkit.server;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds server programs on this machine. */
final class Programs {
  private static final String USUAL_PLACES =
      "/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin:/opt/homebrew/bin";

  private Programs() {}

  /**
   * The program that the environment variable names, else the one on PATH or in a usual place.
   *
   * @throws IllegalStateException if the variable names something that cannot be run
   */
  static Optional<Path> find(String program, String variable) {
    String named = System.getenv(variable);
    if (named != null && !named.isBlank()) {
      if (!Files.isExecutable(Path.of(named))) {
        throw new IllegalStateException(variable + "=" + named + " is not an executable file");
      }
      return Optional.of(Path.of(named));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of((path + File.pathSeparator + USUAL_PLACES).split(File.pathSeparator))
        .filter(directory -> !directory.isBlank())
        .map(directory -> Path.of(directory, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
