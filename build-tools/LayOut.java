import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * Lays a program out as it is installed: {@code bin} with the script that runs it, {@code lib} with
 * its jar and the libraries that all or several drivers need, and in {@code drivers/<name>} the jar
 * of each driver and those that it alone needs. Drivers are known by the list of jars that each of
 * theirs holds.
 */
final class LayOut {
  private static final String LIST = "META-INF/io.patternsdk/driver-(.+)\\.jars";

  private final Path target;
  private final Map<String, Path> libraries;
  private final Map<String, Path> all;

  private LayOut(Path target, Map<String, Path> libraries, Map<String, Path> all) {
    this.target = target;
    this.libraries = libraries;
    this.all = all;
  }

  /** Takes name, main class, jar, two files with class paths, and the directory to make. */
  public static void main(String[] args) throws IOException {
    Path jar = Path.of(args[2]);
    Path target = Path.of(args[5]);
    Map<String, Path> libraries = classPath(Path.of(args[3]));
    Map<String, Path> all = classPath(Path.of(args[4]));
    libraries.put(jar.getFileName().toString(), jar);
    LayOut layOut = new LayOut(target, libraries, all);
    for (String part : List.of("bin", "lib", "drivers")) {
      delete(target.resolve(part));
    }
    Map<String, Map<String, Path>> drivers = layOut.drivers();
    libraries.putAll(shared(drivers.values()));
    layOut.copy("lib", libraries);
    for (var driver : drivers.entrySet()) {
      driver.getValue().keySet().removeAll(libraries.keySet());
      layOut.copy("drivers/" + driver.getKey(), driver.getValue());
    }
    Path root = Path.of(args[2]).getParent().getParent().getParent().getParent();
    Files.copy(
        root.resolve("LICENSE"), target.resolve("LICENSE"), StandardCopyOption.REPLACE_EXISTING);
    layOut.script(root.resolve("apps/launcher.sh"), args[0], args[1]);
  }

  private static Map<String, Path> classPath(Path file) throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    for (String entry :
        Files.readString(file).strip().split(System.getProperty("path.separator"))) {
      Path path = Path.of(entry);
      if (!Files.isRegularFile(path)) {
        throw new IllegalStateException(path + " is no jar: build it with the phase package");
      }
      jars.put(path.getFileName().toString(), path);
    }
    return jars;
  }

  /** The jars of each driver, without those that all have. */
  private Map<String, Map<String, Path>> drivers() throws IOException {
    Map<String, Map<String, Path>> drivers = new TreeMap<>();
    for (Path jar : all.values()) {
      try (JarFile opened = new JarFile(jar.toFile())) {
        List<ZipEntry> lists =
            opened.stream()
                .filter(entry -> entry.getName().matches(LIST))
                .collect(Collectors.toList());
        for (ZipEntry list : lists) {
          drivers.put(list.getName().replaceFirst(LIST, "$1"), jars(jar, opened, list));
        }
      }
    }
    return drivers;
  }

  private Map<String, Path> jars(Path driver, JarFile opened, ZipEntry list) throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    jars.put(driver.getFileName().toString(), driver);
    try (InputStream in = opened.getInputStream(list)) {
      for (String entry :
          new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split(",")) {
        String name = entry.substring(entry.lastIndexOf('/') + 1);
        if (!name.isEmpty() && !libraries.containsKey(name)) {
          if (!all.containsKey(name)) {
            throw new IllegalStateException(
                driver.getFileName()
                    + " needs "
                    + name
                    + ", and the program has another version: state one in the root pom");
          }
          jars.put(name, all.get(name));
        }
      }
    }
    return jars;
  }

  /** What two drivers need. */
  private static Map<String, Path> shared(Collection<Map<String, Path>> drivers) {
    Map<String, Path> seen = new TreeMap<>();
    Map<String, Path> shared = new TreeMap<>();
    for (Map<String, Path> jars : drivers) {
      jars.forEach(
          (name, jar) -> {
            if (seen.put(name, jar) != null) {
              shared.put(name, jar);
            }
          });
    }
    return shared;
  }

  private void copy(String directory, Map<String, Path> jars) throws IOException {
    Path to = Files.createDirectories(target.resolve(directory));
    for (var jar : jars.entrySet()) {
      Files.copy(jar.getValue(), to.resolve(jar.getKey()), StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  private void script(Path template, String name, String main) throws IOException {
    Path script = Files.createDirectories(target.resolve("bin")).resolve(name);
    Files.writeString(
        script, Files.readString(template).replace("@name@", name).replace("@main@", main));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void delete(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      try (Stream<Path> found = Files.walk(directory)) {
        List<Path> inside = new ArrayList<>(found.toList());
        for (Path path : inside.reversed()) {
          Files.delete(path);
        }
      }
    }
  }
}
