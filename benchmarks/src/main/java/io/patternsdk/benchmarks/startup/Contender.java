package io.patternsdk.benchmarks.startup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One way to start a program.
 *
 * @param name what it is called
 * @param command what is executed
 * @param environment variables besides those that are there
 * @param target the most milliseconds from exec to ready that are wanted; 0 if nothing is said
 */
record Contender(
    String name, List<String> command, Map<String, String> environment, double target) {
  private static final String JAVA_HOME = System.getProperty("java.home");

  /** The script of an installed program. */
  static Contender script(String name, Path home, double target, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(home.resolve("bin/multicast-registry").toString());
    command.addAll(List.of(arguments));
    return new Contender(name, command, Map.of("JAVA_HOME", JAVA_HOME), target);
  }

  /** One jar, with options of the JVM. */
  static Contender jar(String name, Path jar, List<String> options, String... arguments) {
    return java(name, options, Stream.of("-jar", jar.toString()), arguments);
  }

  /** A class of several jars, with options of the JVM. */
  static Contender main(
      String name, List<Path> jars, String main, List<String> options, String... arguments) {
    String path = jars.stream().map(Path::toString).collect(Collectors.joining(":"));
    return java(name, options, Stream.of("-cp", path, main), arguments);
  }

  private static Contender java(
      String name, List<String> options, Stream<String> program, String... arguments) {
    List<String> command =
        Stream.of(
                Stream.of(JAVA_HOME + "/bin/java"), options.stream(), program, Stream.of(arguments))
            .flatMap(part -> part)
            .toList();
    return new Contender(name, command, Map.of(), 0);
  }
}
