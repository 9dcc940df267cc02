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

/** Where one server lives: stays the same over its restarts. */
public final class ServerSite {
  private static final int TAIL_LINES = 40;

  private final ServerRecipe recipe;
  private final ServerUser user;
  private final Optional<Path> program;
  private final String bind;
  private final Path directory;
  private final List<ReservedPort> reserved;

  private ServerSite(
      ServerRecipe recipe,
      Optional<Path> program,
      String bind,
      Path directory,
      List<ReservedPort> reserved) {
    this.recipe = recipe;
    this.user = ServerUser.of(recipe);
    this.program = program;
    this.bind = bind;
    this.directory = directory;
    this.reserved = reserved;
  }

  /** A new directory, new ports, and what {@code recipe} puts there. */
  static ServerSite create(ServerRecipe recipe, Optional<Path> program, String bind) {
    List<ReservedPort> ports = Stream.generate(ReservedPort::next).limit(recipe.ports()).toList();
    try {
      Path directory =
          Files.createTempDirectory("patternsdk-" + Path.of(recipe.program()).getFileName() + "-");
      ServerSite site = new ServerSite(recipe, program, bind, directory, ports);
      Files.createFile(site.log());
      site.user.own(directory);
      recipe.prepare(site);
      site.user.own(directory);
      return site;
    } catch (IOException e) {
      ports.forEach(ReservedPort::close);
      throw new UncheckedIOException("cannot prepare " + recipe.name(), e);
    }
  }

  /** Returns the program on this machine; empty where the server runs in a container. */
  public Optional<Path> program() {
    return program;
  }

  /** Returns the address on which it has to listen. */
  public String bind() {
    return bind;
  }

  /** Returns the port that clients use. */
  public int port() {
    return port(0);
  }

  /** Returns one of the ports that the recipe asked for, counted from 0. */
  public int port(int index) {
    return reserved.get(index).number();
  }

  /** Returns where its configuration, data and log are. */
  public Path directory() {
    return directory;
  }

  /** Returns a file of its directory. */
  public Path file(String name) {
    return directory.resolve(name);
  }

  /** Returns the certificate that the recipe made here, by {@link TestCertificate#create}. */
  public TestCertificate certificate() {
    return TestCertificate.in(directory);
  }

  /**
   * Runs a program that belongs to the server's own and lies beside it, as the server's user, and
   * returns when it has ended.
   *
   * @throws IOException if it fails, with what it said
   */
  public void run(String name, List<String> arguments) throws IOException {
    Path beside = program.orElseThrow().toRealPath().resolveSibling(name);
    List<String> command = Stream.concat(Stream.of(beside.toString()), arguments.stream()).toList();
    Process process =
        new ProcessBuilder(user.around(command))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int status = process.onExit().join().exitValue();
    if (status != 0) {
      throw new IOException(name + " ended with status " + status + ": " + said.strip());
    }
  }

  ServerUser user() {
    return user;
  }

  Path log() {
    return file("server.log");
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
    try {
      recipe.cleanUp(this);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot clean up after " + recipe.name(), e);
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
