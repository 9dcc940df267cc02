package io.patternsdk.benchmarks.startup;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The jars of {@link ByHand}: its own, and of an installed program the libraries that it needs. */
final class HandJars {
  private static final Pattern LIBRARIES =
      Pattern.compile("(micrometer|prometheus|HdrHistogram|slf4j|reactive-streams)-.*");

  private HandJars() {}

  /** Makes the service's own jar, since no cache is made of classes in a directory. */
  static List<Path> of(Path home, Path own) throws IOException {
    String name = ByHand.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(own));
        InputStream code =
            Objects.requireNonNull(ByHand.class.getResourceAsStream("ByHand.class"))) {
      jar.putNextEntry(new JarEntry(name));
      code.transferTo(jar);
    }
    List<Path> jars = new ArrayList<>(List.of(own));
    try (Stream<Path> files = Files.list(home.resolve("lib"))) {
      files.filter(file -> LIBRARIES.matcher(name(file)).matches()).sorted().forEach(jars::add);
    }
    for (String driver : List.of("redis", "nats")) {
      try (Stream<Path> files = Files.list(home.resolve("drivers/" + driver))) {
        files.filter(file -> !name(file).startsWith("driver-")).sorted().forEach(jars::add);
      }
    }
    return jars;
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
