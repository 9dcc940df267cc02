package io.patternsdk.security.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The files of a directory, in the order in which they were begun: {@code audit-00000001.jsonl} and
 * so on.
 */
record Segments(Path directory) {
  private static final Pattern NAME = Pattern.compile("audit-([0-9]{8,18})\\.jsonl");

  /** More bytes than any line has: six texts of 1,000 characters, of six bytes each. */
  static final int LONGEST_LINE = 64 << 10;

  /**
   * Where the chain ends.
   *
   * @param last the last whole line
   * @param torn how many bytes come behind it
   */
  record End(Link last, long torn) {}

  /** Returns the file with a number, whether it is there or not. */
  Path file(long number) {
    return directory.resolve("audit-%08d.jsonl".formatted(number));
  }

  static long number(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    if (!name.matches()) {
      throw new IllegalArgumentException(file + " is no file of an audit log");
    }
    return Long.parseLong(name.group(1));
  }

  /** Returns the files that are there. */
  List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(directory)) {
      all.filter(file -> NAME.matcher(file.getFileName().toString()).matches()).forEach(files::add);
    }
    files.sort((a, b) -> Long.compare(number(a), number(b)));
    return files;
  }

  /**
   * Finds the end of the chain.
   *
   * @throws IOException if what should be its last line is none
   */
  End end() throws IOException {
    long torn = 0;
    for (Path file : files().reversed()) {
      byte[] tail = tail(file);
      int end = lastBreak(tail, tail.length);
      if (end < 0 && tail.length == LONGEST_LINE) {
        throw new IOException(file + " has no line at its end; verify it, and move it away");
      }
      torn += tail.length - (end + 1);
      if (end >= 0) {
        byte[] line = Arrays.copyOfRange(tail, lastBreak(tail, end) + 1, end);
        Link last =
            AuditLine.parse(line)
                .orElseThrow(
                    () ->
                        new IOException(
                            "the last line of " + file + " is none; verify it, and move it away"))
                .link();
        return new End(last, torn);
      }
    }
    return new End(Link.NONE, torn);
  }

  private static byte[] tail(Path file) throws IOException {
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      byte[] tail = new byte[(int) Math.min(in.length(), LONGEST_LINE)];
      in.seek(in.length() - tail.length);
      in.readFully(tail);
      return tail;
    }
  }

  /** Returns where the last line break before {@code end} is, or -1. */
  private static int lastBreak(byte[] bytes, int end) {
    int at = end - 1;
    while (at >= 0 && bytes[at] != '\n') {
      at--;
    }
    return at;
  }
}
