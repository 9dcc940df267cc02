package io.patternsdk.testkit.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How one kind of server is found, configured, started and recognised as ready: what {@link
 * RecipeServer} runs, and all that a kind of server needs to have of its own. Immutable.
 */
public interface ServerRecipe {
  /** Returns what the server is called in messages. */
  String name();

  /** Returns the program's file name, or its absolute path. */
  String program();

  /** Returns the arguments after the program's name, to run it in the foreground. */
  List<String> arguments(ServerSite site);

  /** Returns when the server answers its protocol and throws as long as it does not. */
  void probe(ServerSite site) throws IOException;

  /** Returns the scheme of its address, before {@code ://host:port}. */
  String scheme();

  /** Returns how many ports it needs, of which the first is the clients'; 1 by default. */
  default int ports() {
    return 1;
  }

  /**
   * Writes what the server needs before its first start; nothing by default. What it leaves in the
   * directory belongs to {@link #user} afterwards.
   */
  default void prepare(ServerSite site) throws IOException {}

  /**
   * Returns the oldest version that will do, by what the program answers to {@code --version}; any,
   * without asking, by default.
   */
  default ServerVersion least() {
    return ServerVersion.ANY;
  }

  /**
   * Returns the user who runs the server where root runs the tests, for a program that refuses to
   * be root's; root by default.
   */
  default Optional<String> user() {
    return Optional.empty();
  }

  /** Returns further directories in which the program may be, the best first; none by default. */
  default List<Path> directories() {
    return List.of();
  }

  /**
   * Returns how long the server may take from its start until {@link #probe} returns, on a machine
   * that is busy; two minutes by default. A container may take twice as long.
   */
  default Duration readyWithin() {
    return Duration.ofMinutes(2);
  }

  /** Returns the signal at which the server ends soon and in good order; TERM by default. */
  default String stopSignal() {
    return "TERM";
  }

  /**
   * Removes what the server left elsewhere than in its directory, once it has ended; nothing by
   * default.
   */
  default void cleanUp(ServerSite site) throws IOException {}

  /**
   * Returns the container image for machines without the program, which takes the same arguments;
   * none by default.
   */
  default Optional<String> image() {
    return Optional.empty();
  }

  /**
   * Returns the environment variable that may name the program's path; by default PATTERNSDK_ and
   * the name and _SERVER.
   */
  default String programVariable() {
    String name = name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return "PATTERNSDK_" + name + "_SERVER";
  }

  /** Returns what to do where it is not found, for the failure. */
  default String remedy() {
    return "install " + program();
  }
}
