package io.patternsdk.examples;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A package is a room: who opens it sees at once what it is for, and finds a name once. */
class SourcesTest {
  private static final Path ROOT = Path.of(System.getProperty("basedir")).getParent();
  private static final Set<String> PASSED_OVER = Set.of("target", ".git");

  /** Nobody imports two drivers' types side by side; what has one role in all has one name. */
  private static final Pattern OF_LIBRARIES =
      Pattern.compile("(sdk|pattern|session-store)-[a-z0-9-]+/src/main/java/.*");

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("(?m)^public (?:[a-z-]+ )*(?:class|interface|record|enum|@interface) (\\w+)");

  private static final Pattern PACKAGE = Pattern.compile("(?m)^package ([a-z.0-9]+);");

  private static final Pattern IMPORTED =
      Pattern.compile("(?m)^import (?:static )?(io\\.patternsdk\\.core[a-z.0-9]*)\\.[A-Z]");

  private static final List<Path> FILES = new ArrayList<>();

  @BeforeAll
  static void find() throws IOException {
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return PASSED_OVER.contains(String.valueOf(directory.getFileName()))
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              FILES.add(ROOT.relativize(file));
            }
            return FileVisitResult.CONTINUE;
          }
        });
    assertThat(FILES).hasSizeGreaterThan(1_000);
  }

  @Test
  void noPackageHasMoreThan45Files() {
    Map<Path, Long> packages =
        FILES.stream().collect(groupingBy(Path::getParent, TreeMap::new, counting()));
    assertThat(packages).allSatisfy((name, files) -> assertThat(files).isLessThanOrEqualTo(45));
  }

  @Test
  void noFileHasMoreThan400Lines() {
    assertThat(FILES)
        .allSatisfy(file -> assertThat(text(file).lines().count()).isLessThanOrEqualTo(400));
  }

  @Test
  void noTwoPublicTypesOfTheLibrariesHaveOneName() {
    Predicate<Path> promised = file -> !file.toString().contains("/internal/");
    Map<String, List<Path>> types =
        FILES.stream()
            .filter(promised.and(file -> OF_LIBRARIES.matcher(file.toString()).matches()))
            .filter(file -> PUBLIC_TYPE.matcher(text(file)).find())
            .collect(
                groupingBy(file -> String.valueOf(file.getFileName()), TreeMap::new, toList()));
    assertThat(types).hasSizeGreaterThan(300);
    assertThat(types).allSatisfy((name, files) -> assertThat(files).hasSize(1));
  }

  /** As docs/design.md says. */
  @Test
  void packagesOfTheCoreDependOneWay() {
    Map<String, Set<String>> needs = new TreeMap<>();
    FILES.stream()
        .filter(file -> file.startsWith("sdk-core/src/main/java"))
        .forEach(
            file -> {
              String text = text(file);
              String own = first(PACKAGE, text);
              Set<String> others = needs.computeIfAbsent(own, name -> new TreeSet<>());
              IMPORTED.matcher(text).results().forEach(found -> others.add(found.group(1)));
              others.remove(own);
            });
    assertThat(needs).hasSizeGreaterThan(15);
    while (needs.values().removeIf(Set::isEmpty)) {
      needs.values().forEach(others -> others.retainAll(needs.keySet()));
    }
    assertThat(needs).as("packages in a circle, and those that need them").isEmpty();
  }

  private static String first(Pattern pattern, String text) {
    return pattern.matcher(text).results().findFirst().orElseThrow().group(1);
  }

  private static String text(Path file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new AssertionError(file.toString(), e);
    }
  }
}
