package io.patternsdk.lifecycle.internal.drivers;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The libraries on a class path, by the names of their jars: {@code netty-common-4.2.20.jar}. */
final class LibraryVersions {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d.*)\\.jar");

  private final Map<String, Path> libraries = new HashMap<>();

  LibraryVersions(List<Path> jars) {
    jars.forEach(jar -> libraries.putIfAbsent(library(jar), jar));
  }

  /** Adds jars, unless one is another version of a library; then adds none and says of which. */
  Optional<String> add(List<Path> jars) {
    Optional<String> other = jars.stream().flatMap(jar -> other(jar).stream()).findFirst();
    if (other.isEmpty()) {
      jars.forEach(jar -> libraries.putIfAbsent(library(jar), jar));
    }
    return other;
  }

  private Optional<String> other(Path jar) {
    return Optional.ofNullable(libraries.get(library(jar)))
        .filter(here -> !here.endsWith(jar.getFileName()))
        .map(here -> jar.getFileName() + " beside " + here.getFileName());
  }

  /** A classifier counts as part of the version, as nobody can tell them apart. */
  private static String library(Path jar) {
    String file = String.valueOf(jar.getFileName());
    Matcher matcher = JAR.matcher(file);
    return matcher.matches() ? matcher.group(1) : file;
  }
}
