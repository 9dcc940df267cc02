package io.patternsdk.app.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.security.SecureRandom;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FatJarIT {
  /** Of this service one class alone is taken along, which is called by name. */
  private static final String TRIMMED = "META-INF/services/java.security.Provider";

  private final File file = new File(System.getProperty("fat.jar"));
  private JarFile jar;

  @BeforeEach
  void open() throws IOException {
    jar = new JarFile(file);
  }

  @AfterEach
  void close() throws IOException {
    jar.close();
  }

  @Test
  void manifestNamesTheDriversInsideWithTheirVersions() throws IOException {
    String named = jar.getManifest().getMainAttributes().getValue("Pattern-SDK-Drivers").strip();
    Set<String> inside = new TreeSet<>();
    for (String name : names("META-INF/io.patternsdk/driver-")) {
      Properties release = new Properties();
      release.load(jar.getInputStream(jar.getEntry(name)));
      String driver = name.substring(name.indexOf("driver-") + 7, name.lastIndexOf('.'));
      inside.add(driver + "-" + release.getProperty("version"));
    }
    assertThat(Set.of(named.split(" +"))).isEqualTo(inside);
  }

  @Test
  void takesAtMostTwentyAndAHalfMegabytes() {
    assertThat(file.length()).isLessThanOrEqualTo(20_500_000);
  }

  @Test
  void listsEveryServiceOfItsLibraries() throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (entry.endsWith(".jar") && holds(entry)) {
        try (JarFile library = new JarFile(entry)) {
          for (String service : names(library, "META-INF/services/")) {
            if (!service.equals(TRIMMED)) {
              assertThat(providers(jar, service)).containsAll(providers(library, service));
            }
          }
        }
      }
    }
  }

  @Test
  void holdsNoDescriptorOfAModuleAndNoSignature() {
    assertThat(names("")).noneMatch(name -> name.endsWith("module-info.class"));
    assertThat(names("META-INF/")).noneMatch(name -> name.matches(".*\\.(SF|RSA|DSA|EC)"));
  }

  /** Of its cryptography library only what this needs is inside. */
  @Test
  void signsForNatsWithAnNKey() throws Exception {
    try (URLClassLoader alone =
        new URLClassLoader(
            new URL[] {file.toURI().toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = alone.loadClass("io.nats.client.NKey");
      Object key = type.getMethod("createUser", SecureRandom.class).invoke(null, (Object) null);
      byte[] nonce = "nonce".getBytes(UTF_8);
      Object signature = type.getMethod("sign", byte[].class).invoke(key, nonce);
      assertThat(type.getMethod("verify", byte[].class, byte[].class).invoke(key, nonce, signature))
          .isEqualTo(true);
    }
  }

  @Test
  void holdsTheLicences() {
    assertThat(names("")).contains("LICENSE", "META-INF/NOTICE", "META-INF/LICENSE.txt");
  }

  /** Whether a library was put into the fat jar, rather than used by tests alone. */
  private boolean holds(String library) throws IOException {
    try (JarFile opened = new JarFile(library)) {
      return names(opened, "").stream()
          .filter(name -> name.endsWith(".class") && !name.startsWith("META-INF/"))
          .filter(name -> !name.endsWith("module-info.class"))
          .findFirst()
          .map(name -> jar.getEntry(name) != null)
          .orElse(false);
    }
  }

  private List<String> names(String prefix) {
    return names(jar, prefix);
  }

  private static List<String> names(JarFile jar, String prefix) {
    return jar.stream()
        .filter(entry -> !entry.isDirectory())
        .map(ZipEntry::getName)
        .filter(name -> name.startsWith(prefix))
        .toList();
  }

  private static List<String> providers(JarFile jar, String service) throws IOException {
    ZipEntry entry = jar.getEntry(service);
    assertThat(entry).as(service).isNotNull();
    try (InputStream in = jar.getInputStream(entry)) {
      return new String(in.readAllBytes(), UTF_8)
          .lines()
          .map(line -> line.replaceFirst("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }
}
