package io.patternsdk.app.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The program's archive, unpacked into a directory of the test's. */
public record Installation(Path home) {

  /** Unpacks the archive of the program that is tested. */
  public static Installation unpack(Path directory) throws IOException, InterruptedException {
    String archive = System.getProperty("program.directory") + ".tar.gz";
    List<String> command = List.of("tar", "-xzf", archive, "-C", directory.toString());
    int exit = new ProcessBuilder(command).inheritIO().start().waitFor();
    if (exit != 0) {
      throw new IOException("tar has ended with " + exit + " on " + archive);
    }
    try (Stream<Path> found = Files.list(directory)) {
      return new Installation(found.findFirst().orElseThrow());
    }
  }

  /** The names of the drivers in it. */
  public Set<String> drivers() throws IOException {
    return names(home.resolve("drivers"));
  }

  /** The names of a driver's jars. */
  public Set<String> jars(String driver) throws IOException {
    return names(home.resolve("drivers").resolve(driver));
  }

  private static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> found = Files.list(directory)) {
      found.forEach(path -> names.add(String.valueOf(path.getFileName())));
    }
    return names;
  }
}
