package io.patternsdk.lifecycle.internal.yaml;

import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.reader.ReaderException;

/** Turns what the parser says into words for whoever wrote the file. */
final class SyntaxProblem {

  private record Translation(String said, String what, String fix) {}

  private static final List<Translation> TRANSLATIONS =
      List.of(
          new Translation("(TAB)", "a tab stands before a value", "write a space"),
          new Translation(
              "mapping values are not allowed",
              "a second \": \" stands in one value, or the indentation is wrong",
              "put the value in quotes or align the lines"),
          new Translation(
              "expected <block end>",
              "the indentation does not fit the lines above",
              "align the lines of one section"),
          new Translation(
              "could not find expected ':'",
              "a name stands without a colon",
              "expected name: value"),
          new Translation(
              "unexpected end of stream", "a quote is not closed", "close it with the same quote"),
          new Translation(
              "expected ',' or ']'", "a list in brackets is not closed", "expected , or ]"),
          new Translation(
              "expected ',' or '}'", "a map in braces is not closed", "expected , or }"),
          new Translation(
              "unknown escape character",
              "a backslash in double quotes begins no known escape",
              "write \\\\ or use single quotes"),
          new Translation(
              "cannot start any token",
              "a value begins with a character that means something to YAML",
              "put the value in quotes"));

  /** What the parser notices long after the place where it went wrong. */
  private static final List<String> BEGUN_EARLIER =
      List.of("unexpected end of stream", "could not find expected ':'", "expected ',' or");

  private SyntaxProblem() {}

  static Problem of(YAMLException exception, String text, String file) {
    return switch (exception) {
      case MarkedYAMLException marked when tabIndents(marked, text) ->
          problem(
              at(marked.getProblemMark(), file),
              "a tab stands in the indentation",
              "indent with spaces");
      case MarkedYAMLException marked -> marked(marked, file);
      case ReaderException reader -> unprintable(reader, text, file);
      default -> problem(Location.whole(file), "the file is not YAML", "");
    };
  }

  private static Problem marked(MarkedYAMLException e, String file) {
    String said = e.getProblem() == null ? "" : e.getProblem();
    Mark mark = e.getProblemMark();
    Mark start = BEGUN_EARLIER.stream().anyMatch(said::contains) ? e.getContextMark() : mark;
    Mark shown = start == null ? mark : start;
    Location at = at(shown, file);
    return TRANSLATIONS.stream()
        .filter(translation -> said.contains(translation.said()))
        .findFirst()
        .map(translation -> problem(at, translation.what(), translation.fix()))
        .orElseGet(() -> problem(at, "this is not YAML: " + said, ""));
  }

  private static boolean tabIndents(MarkedYAMLException e, String text) {
    Mark mark = e.getProblemMark();
    return mark != null
        && String.valueOf(e.getProblem()).contains("(TAB)")
        && text.lines()
            .skip(mark.getLine())
            .findFirst()
            .map(line -> line.substring(0, Math.min(line.length(), mark.getColumn())).isBlank())
            .orElse(false);
  }

  private static Location at(@Nullable Mark mark, String file) {
    return mark == null
        ? Location.whole(file)
        : new Location(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static Problem unprintable(ReaderException e, String text, String file) {
    int index = Math.min(text.length(), text.offsetByCodePoints(0, e.getPosition()));
    String before = text.substring(0, index);
    int line = (int) before.lines().count() + (before.endsWith("\n") || before.isEmpty() ? 1 : 0);
    int column = before.length() - (before.lastIndexOf('\n') + 1) + 1;
    String code = String.format(Locale.ROOT, "U+%04X", e.getCodePoint());
    return problem(
        new Location(file, line, column),
        "the character " + code + " may not stand in YAML",
        "remove it or write it as an escape in double quotes");
  }

  private static Problem problem(Location at, String what, String fix) {
    return new Problem(at, "", what, fix);
  }
}
