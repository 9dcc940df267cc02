package io.patternsdk.testkit.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of a server's program, as far as a test may demand it.
 *
 * @param major the first number
 * @param minor the second number
 */
public record ServerVersion(int major, int minor) implements Comparable<ServerVersion> {
  /** Older than every other: any will do. */
  public static final ServerVersion ANY = new ServerVersion(0, 0);

  private static final Pattern NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)");
  private static final Comparator<ServerVersion> ORDER =
      Comparator.comparingInt(ServerVersion::major).thenComparingInt(ServerVersion::minor);

  /** What {@code program --version} says. */
  static ServerVersion of(Path program) throws IOException {
    Process process = new ProcessBuilder(program.toString(), "--version").start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    Matcher numbers = NUMBERS.matcher(text);
    if (!numbers.find()) {
      throw new IOException(program + " --version says " + text.strip());
    }
    return new ServerVersion(
        Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)));
  }

  /** Whether this is {@code other} or newer. */
  public boolean atLeast(ServerVersion other) {
    return compareTo(other) >= 0;
  }

  @Override
  public int compareTo(ServerVersion other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return major + "." + minor;
  }
}
