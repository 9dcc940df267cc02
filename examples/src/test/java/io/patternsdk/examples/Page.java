package io.patternsdk.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param name its path from the root
 */
public record Page(String name) {
  private static final Path ROOT = Path.of(System.getProperty("basedir")).getParent();
  private static final Path EXAMPLES = ROOT.resolve("examples/src/main/java");

  /** Returns the blocks of code in a language. */
  public List<String> blocks(String language) {
    return Pattern.compile("(?m)^```" + language + "\n(.*?)^```", Pattern.DOTALL)
        .matcher(text())
        .results()
        .map(block -> block.group(1))
        .toList();
  }

  /** Returns the cells of the rows of all tables. */
  List<List<String>> rows() {
    return text()
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells -> cells.subList(1, cells.size() - 1))
        .toList();
  }

  /** Returns what its links to other files lead to. */
  List<Path> links() {
    Path here = ROOT.resolve(name).getParent();
    return Pattern.compile("\\]\\(([^)#]+)[)#]")
        .matcher(text())
        .results()
        .map(link -> link.group(1))
        .filter(link -> !link.contains("://"))
        .map(here::resolve)
        .toList();
  }

  private String text() {
    return read(ROOT.resolve(name));
  }

  /** Returns all programs that the tests run, in one line. */
  static String examples() {
    try (Stream<Path> files = Files.walk(EXAMPLES)) {
      return files.filter(Files::isRegularFile).map(Page::read).collect(Collectors.joining(" "));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
