package io.patternsdk.multicast;

import io.patternsdk.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The tables of docs/registry.md, and the description that it sums up. */
final class RegistryPage {
  private static final Path ROOT = Path.of(System.getProperty("basedir")).getParent();

  private RegistryPage() {}

  /** The cells of the rows below the heading whose first cell is this; a bar in a cell is none. */
  static List<List<String>> rows(String first) {
    return text("docs/registry.md")
        .lines()
        .dropWhile(line -> !line.startsWith("| " + first + " |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Stream.of(line.split("\\|", -1)).map(String::strip).toList())
        .map(cells -> cells.subList(1, cells.size() - 1))
        .toList();
  }

  /** What stands between backticks; the cell itself where nothing does. */
  static String code(String cell) {
    return cell.matches("`[^`]+`") ? cell.substring(1, cell.length() - 1) : cell;
  }

  static JsonObject openApi() {
    return JsonObject.parse(
        text(
            "apps/multicast-registry/src/main/resources/io/patternsdk/app/multicast/openapi.json"));
  }

  private static String text(String file) {
    try {
      return Files.readString(ROOT.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
