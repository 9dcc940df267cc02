package io.patternsdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.config.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A table of settings in a page of documentation, held against what reads them. It has the columns
 * {@code Key}, {@code Example} and one for each reader, whose cells begin with the default as code,
 * or with {@code refused:} and, as code, what the refusal says after the key, or have words alone.
 * The example is another value than the default.
 */
public final class DocumentedSettings {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`.*");
  private static final Pattern REFUSED = Pattern.compile("refused: `([^`]+)`.*");

  private final List<List<String>> rows;

  private DocumentedSettings(List<List<String>> rows) {
    this.rows = rows;
  }

  /** Reads the first table under a heading. */
  public static DocumentedSettings under(Path page, String heading) {
    try (Stream<String> lines = Files.lines(page)) {
      return new DocumentedSettings(
          lines
              .dropWhile(line -> !line.equals(heading))
              .dropWhile(line -> !line.startsWith("|"))
              .takeWhile(line -> line.startsWith("|"))
              .map(line -> Arrays.stream(line.split("\\|")).skip(1).map(String::strip).toList())
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Fails if a cell of a column is not what a reader does.
   *
   * @param reader reads settings into something with {@code equals}, or throws
   */
  public void check(String column, Function<Map<String, Object>, ?> reader) {
    int cell = rows.getFirst().indexOf(column);
    int example = rows.getFirst().indexOf("Example");
    assertThat(cell).as("column %s of %s", column, rows.getFirst()).isPositive();
    assertThat(rows).as("rows").hasSizeGreaterThan(2);
    for (List<String> row : rows.subList(2, rows.size())) {
      check(code(row.getFirst()), row.get(cell), code(row.get(example)), reader);
    }
  }

  private static void check(
      String key, String cell, String example, Function<Map<String, Object>, ?> reader) {
    Matcher refused = REFUSED.matcher(cell);
    if (refused.matches()) {
      assertThatThrownBy(() -> reader.apply(Map.of(key, example)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining(key + " " + refused.group(1));
      return;
    }
    Object otherwise = reader.apply(Map.of());
    assertThat(reader.apply(Map.of(key, example))).as(key).isNotEqualTo(otherwise);
    Matcher standard = CODE.matcher(cell);
    if (standard.matches()) {
      assertThat(reader.apply(Map.of(key, standard.group(1)))).as(key).isEqualTo(otherwise);
    }
  }

  private static String code(String cell) {
    Matcher code = CODE.matcher(cell);
    assertThat(code.matches()).as("%s begins with code", cell).isTrue();
    return code.group(1);
  }
}
