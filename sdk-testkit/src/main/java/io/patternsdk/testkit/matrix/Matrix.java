package io.patternsdk.testkit.matrix;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the contract run of one driver saw, as a file keeps it: text, a line for each variant and
 * capability, its cells separated by tabs. Immutable.
 *
 * @param lines the lines, in the order of the run
 */
public record Matrix(List<MatrixLine> lines) {
  private static final String HEADING = "# variant, server, capability, cases passed, traits";

  /** Copies the lines. */
  public Matrix {
    lines = List.copyOf(lines);
  }

  /** Reads a file; an empty one has no lines. */
  public static Matrix read(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return new Matrix(
          lines.filter(line -> !line.startsWith("#")).map(MatrixLine::parse).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file. */
  public void write(Path file) {
    String text =
        Stream.concat(Stream.of(HEADING), lines.stream().map(MatrixLine::toString))
            .collect(Collectors.joining("\n", "", "\n"));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns this with the lines that others have of some variants. */
  public Matrix with(Matrix others, Set<String> variants) {
    Stream<MatrixLine> more =
        others.lines.stream().filter(line -> variants.contains(line.variant()));
    return new Matrix(Stream.concat(lines.stream(), more).toList());
  }

  /**
   * Returns what this lacks, or has beyond, a run: lines with {@code +} or {@code -} in front. The
   * versions of servers do not count, as another machine has others.
   */
  public List<String> differences(Matrix run) {
    Set<String> there = lines.stream().map(line -> line.anywhere().toString()).collect(sorted());
    Set<String> seen = run.lines.stream().map(line -> line.anywhere().toString()).collect(sorted());
    return Stream.concat(
            seen.stream().filter(line -> !there.contains(line)).map(line -> "+ " + line),
            there.stream().filter(line -> !seen.contains(line)).map(line -> "- " + line))
        .toList();
  }

  private static Collector<String, ?, TreeSet<String>> sorted() {
    return Collectors.toCollection(TreeSet::new);
  }
}
