package io.patternsdk.app.testing;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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

  /** The names of the jars that all drivers see. */
  public Set<String> library() throws IOException {
    return names(home.resolve("lib"));
  }

  /** The names of the jars that a driver's own jar says it needs. */
  public Set<String> needed(String driver) throws IOException {
    Path jars = home.resolve("drivers").resolve(driver);
    try (DirectoryStream<Path> own = Files.newDirectoryStream(jars, "driver-" + driver + "-*.jar");
        FileSystem inside = FileSystems.newFileSystem(own.iterator().next())) {
      String list =
          Files.readString(
              inside.getPath("META-INF/io.patternsdk/driver-%s.jars".formatted(driver)));
      return Pattern.compile("[^,/\\s]+\\.jar")
          .matcher(list)
          .results()
          .map(MatchResult::group)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static Set<String> names(Path directory) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> found = Files.list(directory)) {
      found.forEach(path -> names.add(String.valueOf(path.getFileName())));
    }
    return names;
  }
}
