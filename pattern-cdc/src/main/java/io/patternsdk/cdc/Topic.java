package io.patternsdk.cdc;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.changefeed.Change;
import io.patternsdk.core.table.Row;
import io.patternsdk.core.table.Row.Unavailable;
import io.patternsdk.core.table.TableJson;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of the stream of a change, by a template with {@code {prefix}}, {@code {schema}}, {@code
 * {table}}, {@code {op}} and {@code {row.COLUMN}}.
 */
final class Topic {
  /** The template where none is set: Debezium's. */
  static final String DEFAULT = "{prefix}.{schema}.{table}";

  private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");
  private static final Set<String> PLAIN = Set.of("prefix", "schema", "table", "op");
  private static final String ROW = "row.";

  private final String template;
  private final String prefix;

  /**
   * Makes the names of a template.
   *
   * @throws IllegalArgumentException if it names something else
   */
  Topic(String template, String prefix) {
    Matcher places = PLACE.matcher(template);
    while (places.find()) {
      String name = places.group(1);
      boolean column = name.startsWith(ROW) && name.length() > ROW.length();
      if (!column && !PLAIN.contains(name)) {
        throw new IllegalArgumentException("{" + name + "} is nothing that a change has");
      }
    }
    this.template = template;
    this.prefix = prefix;
  }

  /**
   * Returns the stream of a change, of a row of which there may be none.
   *
   * @throws BackendException INVALID_ARGUMENT if the row does not have the column
   */
  String of(Change change, String letter, @Nullable Row row) {
    String name =
        PLACE
            .matcher(template)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        switch (found.group(1)) {
                          case "prefix" -> prefix;
                          case "schema" -> change.schema().name().schema();
                          case "table" -> change.schema().name().table();
                          case "op" -> letter;
                          default -> value(change, found.group(1).substring(ROW.length()), row);
                        }));
    StringBuilder legal = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean plain = c < 128 && Character.isLetterOrDigit(c);
      legal.append(plain || c == '.' || c == '-' || c == '_' ? c : '_');
    }
    return legal.toString();
  }

  private static String value(Change change, String column, @Nullable Row row) {
    Object value =
        row == null || row.schema().place(column).isEmpty()
            ? Unavailable.UNAVAILABLE
            : row.value(column);
    if (value == null || value == Unavailable.UNAVAILABLE) {
      throw new BackendException(
          ErrorKind.INVALID_ARGUMENT,
          "the stream is named by "
              + column
              + ", which this change of "
              + change.schema().name()
              + " does not have");
    }
    return String.valueOf(TableJson.value(value));
  }
}
