package com.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class OneJarIT {
  private static final String JAR = System.getProperty("jar");

  @Test
  void itStartsOnTheEmbeddedDriver() throws Exception {
    assertTrue(run("--dev", "--test-startup").contains("slot registry is up"));
  }

  @Test
  void theDriversInsideAreThoseThatWereChosen() throws Exception {
    Set<String> drivers =
        run("--version")
            .lines()
            .filter(line -> line.startsWith("driver "))
            .map(line -> line.split(" ")[1])
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of("embedded", "redis"), drivers);
  }

  @Test
  void itListsEveryServiceOfItsLibraries() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (entry.endsWith(".jar")
            && !entry.matches(".*(junit|opentest4j|apiguardian|surefire).*")) {
          services(entry, jar);
        }
      }
    }
  }

  private static void services(String library, JarFile jar) throws IOException {
    try (JarFile opened = new JarFile(library)) {
      for (String service : names(opened, "META-INF/services/.+")) {
        List<String> here = providers(jar, service);
        List<String> wanted = new ArrayList<>(providers(opened, service));
        wanted.removeAll(here);
        assertEquals(List.of(), wanted, service + " of " + library);
      }
    }
  }

  @Test
  void itHoldsNoDescriptorOfAModuleNoSignatureAndAllLicences() throws IOException {
    try (JarFile jar = new JarFile(JAR)) {
      assertEquals(List.of(), names(jar, ".*module-info.class|META-INF/[^/]+\\.(SF|RSA|DSA|EC)"));
      assertEquals(1, names(jar, "META-INF/NOTICE").size());
      assertEquals(1, names(jar, "META-INF/LICENSE").size());
    }
  }

  private static String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(List.of("-jar", JAR));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  private static List<String> names(JarFile jar, String pattern) {
    return jar.stream().map(ZipEntry::getName).filter(name -> name.matches(pattern)).toList();
  }

  private static List<String> providers(JarFile jar, String service) throws IOException {
    ZipEntry entry = jar.getEntry(service);
    return entry == null
        ? List.of()
        : new String(jar.getInputStream(entry).readAllBytes(), UTF_8)
            .lines()
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> !line.isEmpty())
            .toList();
  }
}
