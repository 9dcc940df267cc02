package io.patternsdk.testkit.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The page that shows what the contract runs of some drivers saw, as Markdown. */
public final class MatrixPage {
  private static final String NOTHING = "–";
  private static final String INTRODUCTION =
      """
      # Capability matrix

      What each driver passed of the [contracts](capabilities.md), and what it promised then, on the
      servers that its contract tests ran on. `script/matrix` runs them and writes this page; a test
      fails where it is not what was run. A server that is set otherwise guarantees something else:
      [how each is known](drivers), and `guarantees --config FILE` for yours.

      """;

  private final SortedMap<String, Matrix> drivers;

  private MatrixPage(SortedMap<String, Matrix> drivers) {
    this.drivers = drivers;
  }

  /** Writes the page of all drivers in folders {@code driver-*} of a directory to a file. */
  public static void main(String[] arguments) throws IOException {
    Files.writeString(Path.of(arguments[1]), of(Path.of(arguments[0])));
  }

  /** Returns the page of all drivers in folders {@code driver-*} of a directory. */
  public static String of(Path directory) {
    SortedMap<String, Matrix> drivers = new TreeMap<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(directory, "driver-*")) {
      for (Path folder : folders) {
        Path file = folder.resolve("src/test/matrix.tsv");
        if (Files.exists(file)) {
          String name = Objects.requireNonNull(folder.getFileName()).toString();
          drivers.put(name.substring("driver-".length()), Matrix.read(file));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return of(drivers);
  }

  /** Returns the page of drivers by their names. */
  public static String of(Map<String, Matrix> drivers) {
    MatrixPage page = new MatrixPage(new TreeMap<>(drivers));
    return INTRODUCTION + page.passed() + page.promised() + page.runs();
  }

  private String passed() {
    Table table = new Table("Capability").columns(drivers.keySet());
    for (String capability : capabilities()) {
      table.row(
          "`" + capability + "`", cells(capability, true, line -> Integer.toString(line.cases())));
    }
    return """
    ## What was passed

    How many cases, in each variant of the driver or in those that are named; `driver` is what \
    every driver has to keep.

    """
        + table;
  }

  private String promised() {
    Table table = new Table("Capability", "").columns(drivers.keySet());
    for (String capability : capabilities()) {
      for (String trait : traits(capability)) {
        List<String> cells = cells(capability, false, line -> line.traits().get(trait));
        cells.addFirst(trait);
        table.row("`" + capability + "`", cells);
      }
    }
    return """

    ## What was promised

    Where the variants that offer a capability differ, each value has those that have it.

    """
        + table;
  }

  private String runs() {
    Table table = new Table("Driver", "Variant", "Server", "Capabilities", "Cases");
    drivers.forEach(
        (driver, matrix) ->
            byVariant(matrix)
                .forEach(
                    (variant, lines) ->
                        table.row(
                            driver,
                            List.of(
                                variant,
                                lines.getFirst().server(),
                                Long.toString(lines.stream().filter(MatrixPage::offered).count()),
                                Integer.toString(
                                    lines.stream().mapToInt(MatrixLine::cases).sum())))));
    return "\n## Where it ran\n\n" + table;
  }

  private static boolean offered(MatrixLine line) {
    return !line.capability().equals("driver");
  }

  private static Map<String, List<MatrixLine>> byVariant(Matrix matrix) {
    return matrix.lines().stream()
        .collect(
            Collectors.groupingBy(MatrixLine::variant, LinkedHashMap::new, Collectors.toList()));
  }

  private SortedSet<String> capabilities() {
    return drivers.values().stream()
        .flatMap(matrix -> matrix.lines().stream())
        .map(MatrixLine::capability)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private SortedSet<String> traits(String capability) {
    return drivers.values().stream()
        .flatMap(matrix -> matrix.lines().stream())
        .filter(line -> line.capability().equals(capability))
        .flatMap(line -> line.traits().keySet().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> cells(
      String capability, boolean everywhere, Function<MatrixLine, @Nullable String> value) {
    return drivers.values().stream()
        .map(matrix -> cell(matrix, capability, everywhere, value))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static int offering(Matrix matrix, String capability) {
    return (int)
        matrix.lines().stream().filter(line -> line.capability().equals(capability)).count();
  }

  /**
   * The values, with the variants that have them unless all do that are there, or that offer it.
   */
  private static String cell(
      Matrix matrix,
      String capability,
      boolean everywhere,
      Function<MatrixLine, @Nullable String> value) {
    Map<String, List<String>> variants = new LinkedHashMap<>();
    for (MatrixLine line : matrix.lines()) {
      String there = line.capability().equals(capability) ? value.apply(line) : null;
      if (there != null) {
        variants.computeIfAbsent(there, none -> new ArrayList<>()).add(line.variant());
      }
    }
    int all = everywhere ? byVariant(matrix).size() : offering(matrix, capability);
    String cell =
        variants.entrySet().stream()
            .map(
                each ->
                    each.getValue().size() == all
                        ? each.getKey()
                        : each.getKey() + " (" + String.join(", ", each.getValue()) + ")")
            .collect(Collectors.joining("; "));
    return cell.isEmpty() ? NOTHING : cell;
  }

  /** A table of Markdown; for one thread. */
  private static final class Table {
    private final List<String> heading;
    private final StringBuilder rows = new StringBuilder();

    Table(String... heading) {
      this.heading = new ArrayList<>(List.of(heading));
    }

    Table columns(Iterable<String> more) {
      more.forEach(heading::add);
      return this;
    }

    void row(String first, List<String> cells) {
      rows.append(line(first, cells));
    }

    private static String line(String first, List<String> cells) {
      return "| " + first + " | " + String.join(" | ", cells) + " |\n";
    }

    @Override
    public String toString() {
      List<String> others = heading.subList(1, heading.size());
      return line(heading.getFirst(), others)
          + line("---", others.stream().map(other -> "---").toList())
          + rows;
    }
  }
}
