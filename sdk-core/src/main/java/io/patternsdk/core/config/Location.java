package io.patternsdk.core.config;

import java.util.Comparator;
import java.util.Objects;

/**
 * The place where a setting was written.
 *
 * @param file the file as the user named it, or {@code code} for settings built by a program
 * @param line the line, counted from 1, or 0 where there is none
 * @param column the column in characters, counted from 1, or 0 where there is none
 */
public record Location(String file, int line, int column) implements Comparable<Location> {

  /** The place of settings that were built by a program. */
  public static final Location CODE = new Location("code", 0, 0);

  private static final Comparator<Location> ORDER =
      Comparator.comparing(Location::file)
          .thenComparingInt(Location::line)
          .thenComparingInt(Location::column);

  /** Checks that the file has a name. */
  public Location {
    Objects.requireNonNull(file, "file");
  }

  /** A whole file, for a problem that has no line, such as a file that cannot be read. */
  public static Location whole(String file) {
    return new Location(file, 0, 0);
  }

  /** Orders by file, then line, then column. */
  @Override
  public int compareTo(Location other) {
    return ORDER.compare(this, other);
  }

  /** {@code file:line:column}, or the file alone where there is no line. */
  @Override
  public String toString() {
    return line == 0 ? file : file + ":" + line + ":" + column;
  }
}
