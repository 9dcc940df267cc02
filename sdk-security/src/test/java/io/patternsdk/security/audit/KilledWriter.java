package io.patternsdk.security.audit;

import java.io.IOException;
import java.nio.file.Path;

/** Appends entries to a directory, and says each time how many are kept, until it is killed. */
final class KilledWriter {
  private KilledWriter() {}

  /** Starts a process that appends from a number on. */
  static Process start(Path directory, int from) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            KilledWriter.class.getName(),
            directory.toString(),
            String.valueOf(from))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  public static void main(String[] args) throws IOException {
    try (AuditFiles files = AuditFiles.in(Path.of(args[0])).key(Logs.KEY).maxFile(20_000).open()) {
      int number = Integer.parseInt(args[1]);
      while (true) {
        number += files.append(Logs.entries(number, number + 1 + number % 7));
        System.out.println(number);
      }
    }
  }
}
