package io.patternsdk.lifecycle.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows of docs/config.md. */
public final class ReferencePage {
  private static final Pattern HEADING = Pattern.compile("## (?:`([a-z_.<>]+)`|The root)");
  private static final Pattern ROW = Pattern.compile("\\| `([a-z_]+)` \\| (.*) \\|");

  /**
   * A documented key.
   *
   * @param section the dotted path of its section; empty for the root
   * @param defaultValue the default as it would be written; empty where it is described in words
   * @param example how it may be written; empty where there is no example
   */
  public record Key(
      String section, String name, String value, String defaultValue, String example) {

    public boolean isSection() {
      return value.equals("section") || value.equals("sections");
    }

    public boolean isOtherName() {
      return value.startsWith("another name of ");
    }

    /** A file with this key alone, and what must stand beside it. */
    public String file(String written) {
      return ReferencePage.file(section, name + ": " + written);
    }

    @Override
    public String toString() {
      return section + "." + name;
    }
  }

  private ReferencePage() {}

  public static List<Key> keys() {
    List<Key> keys = new ArrayList<>();
    String section = null;
    for (String line : lines()) {
      Matcher heading = HEADING.matcher(line);
      Matcher row = ROW.matcher(line);
      if (line.startsWith("## ")) {
        section = heading.matches() ? String.valueOf(heading.group(1)) : null;
        section = "null".equals(section) ? "" : section;
      } else if (section != null && row.matches()) {
        String[] cells = row.group(2).split("\\|", -1);
        String example = cells.length > 3 ? code(cells[3]) : "";
        keys.add(new Key(section, row.group(1), cells[0].strip(), code(cells[1]), example));
      }
    }
    return keys;
  }

  private static String code(String cell) {
    Matcher code = Pattern.compile("`([^`]+)`").matcher(cell.strip());
    return code.matches() ? code.group(1) : "";
  }

  private static List<String> lines() {
    try {
      return Files.readAllLines(Path.of(System.getProperty("basedir"), "../docs/config.md"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file with some text in one section. */
  static String file(String section, String text) {
    List<String> path = section.isEmpty() ? List.of() : List.of(section.split("\\."));
    List<String> rest = new ArrayList<>(path);
    if (!rest.isEmpty() && rest.getFirst().equals("pattern")) {
      rest.removeFirst();
      String name = text.startsWith("name: ") ? "" : "name: multicast-registry, ";
      return "pattern: {" + name + within(rest, text) + "}";
    }
    return "pattern: {name: multicast-registry}\n" + within(rest, text);
  }

  private static String within(List<String> path, String text) {
    StringBuilder out = new StringBuilder(text);
    for (String name : path.reversed()) {
      out.insert(0, (name.startsWith("<") ? "registry" : name) + ": {").append('}');
    }
    return out.toString();
  }
}
