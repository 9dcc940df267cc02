package io.patternsdk.app.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A script of the project, run as a user runs it. */
public final class Script {
  private Script() {}

  /** How one ended, and all that it said. */
  public record Ended(int exit, String output) {}

  /**
   * Runs one of the folder {@code script} to its end.
   *
   * @param temporary what it has for a temporary directory; opened for a PostgreSQL, which runs as
   *     somebody else where root starts it
   */
  public static Ended run(Path temporary, String name, String... arguments)
      throws IOException, InterruptedException {
    return run(temporary, Map.of(), name, arguments);
  }

  /** Runs one with variables of the environment besides. */
  public static Ended run(
      Path temporary, Map<String, String> variables, String name, String... arguments)
      throws IOException, InterruptedException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwx--x--x"));
    List<String> command = new ArrayList<>(List.of("../../script/" + name));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("script", ".txt");
    try {
      ProcessBuilder builder = new ProcessBuilder(command);
      builder.environment().putAll(variables);
      builder.environment().put("TMPDIR", temporary.toString());
      Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
      int exit = process.waitFor();
      return new Ended(exit, Files.readString(output, UTF_8));
    } finally {
      Files.delete(output);
    }
  }
}
