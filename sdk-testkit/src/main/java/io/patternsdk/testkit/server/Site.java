package io.patternsdk.testkit.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one server lives: stays the same over its restarts.
 *
 * @param program the program on this machine, empty where the server runs in a container
 * @param bind the address on which it listens
 * @param directory its configuration, data and log
 */
record Site(Optional<Path> program, String bind, Path directory, List<ReservedPort> reserved) {
  private static final int TAIL_LINES = 40;

  /** A new directory, new ports, and what {@code recipe} puts there. */
  static Site create(Recipe recipe, Optional<Path> program, String bind) {
    List<ReservedPort> ports = Stream.generate(ReservedPort::next).limit(recipe.ports()).toList();
    try {
      Path directory = Files.createTempDirectory("patternsdk-" + recipe.program() + "-");
      Site site = new Site(program, bind, directory, ports);
      Files.createFile(site.log());
      recipe.prepare(site);
      return site;
    } catch (IOException e) {
      ports.forEach(ReservedPort::close);
      throw new UncheckedIOException("cannot prepare " + recipe.name(), e);
    }
  }

  /** The port that clients use. */
  int port() {
    return port(0);
  }

  int port(int index) {
    return reserved.get(index).number();
  }

  Path file(String name) {
    return directory.resolve(name);
  }

  Path log() {
    return file("server.log");
  }

  /** The certificate that the recipe put here. */
  TestCertificate certificate() {
    return TestCertificate.in(directory);
  }

  /** The log's last lines, with a heading, for a failure message. */
  String logTail() {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log()), StandardCharsets.UTF_8).lines().toList();
      List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
      return "\n--- end of " + log() + " ---\n" + String.join("\n", last) + "\n---";
    } catch (IOException e) {
      return "\n(no log: " + e + ")";
    }
  }

  /** Deletes the directory and gives the ports up; repeating it does nothing. */
  void remove() {
    reserved.forEach(ReservedPort::close);
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
