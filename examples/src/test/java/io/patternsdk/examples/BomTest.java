package io.patternsdk.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who imports sdk-bom names no version of whatever there is to depend on. */
class BomTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir")).getParent();

  private static final Pattern ARTIFACT =
      Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

  @Test
  void itHasEachLibraryDriverPatternAndProgramInItsVersion() throws IOException {
    Map<String, String> released = new TreeMap<>();
    collect("{sdk,driver,pattern,session-store}-*", ROOT, released);
    collect("[!.]*", ROOT.resolve("apps"), released);
    released.remove("app-testing");
    assertThat(released).containsKeys("sdk-core", "driver-s3", "app-cdc", "session-store-spring");
    assertThat(managed()).isEqualTo(released);
  }

  /** Adds those in whose folders there are sources. */
  private static void collect(String glob, Path within, Map<String, String> released)
      throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(within, glob)) {
      for (Path folder : folders) {
        if (Files.isDirectory(folder.resolve("src/main/java"))) {
          String pom = Files.readString(folder.resolve("pom.xml"));
          String parent = pom.substring(pom.indexOf("<parent>"), pom.indexOf("</parent>"));
          String own = pom.substring(pom.indexOf("</parent>"));
          released.put(first("artifactId", own), version(own, parent));
        }
      }
    }
  }

  /** A driver states its own beside its name; others have that of the parent. */
  private static String version(String own, String parent) {
    Matcher stated = ARTIFACT.matcher(own.substring(0, own.indexOf("<name>")));
    return stated.find() ? stated.group(2) : first("version", parent);
  }

  private static String first(String element, String xml) {
    Matcher found = Pattern.compile("<" + element + ">([^<]+)<").matcher(xml);
    assertThat(found.find()).as(xml).isTrue();
    return found.group(1);
  }

  private static Map<String, String> managed() throws IOException {
    String bom = Files.readString(ROOT.resolve("sdk-bom/pom.xml"));
    String sdk = first("sdk.version", bom);
    Map<String, String> managed = new TreeMap<>();
    ARTIFACT
        .matcher(bom.substring(bom.indexOf("<dependencies>")))
        .results()
        .forEach(
            entry -> managed.put(entry.group(1), entry.group(2).replace("${sdk.version}", sdk)));
    return managed;
  }
}
