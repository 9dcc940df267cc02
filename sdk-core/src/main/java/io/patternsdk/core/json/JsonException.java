package io.patternsdk.core.json;

import java.util.Objects;

/**
 * A text is not JSON or exceeds a limit, or a value is not what the code asked for.
 *
 * <p>The message says where, what was found and what would be right. Reading the same text again
 * fails again.
 */
public final class JsonException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int LONGEST = 500;

  private final String problem;
  private final String path;
  private final int line;
  private final int column;
  private final int offset;

  JsonException(String problem) {
    this(problem, "", 0, 0, -1);
  }

  JsonException(String problem, JsonPath path) {
    this(problem, path.toString(), 0, 0, -1);
  }

  JsonException(String problem, String path, int line, int column, int offset) {
    super(message(problem, path, line, column));
    this.problem = Objects.requireNonNull(problem);
    this.path = Objects.requireNonNull(path);
    this.line = line;
    this.column = column;
    this.offset = offset;
  }

  /** What was found and what would be right, without the place. */
  public String problem() {
    return problem;
  }

  /**
   * The place within the document, such as {@code items[3].name}; empty for the document itself.
   */
  public String path() {
    return path;
  }

  /** The line of the text, from 1; 0 if the error is not about a text. */
  public int line() {
    return line;
  }

  /** The character of the line, in code points from 1; 0 if the error is not about a text. */
  public int column() {
    return column;
  }

  /**
   * The offset from 0: bytes if bytes were read, {@code char}s if a string was read; -1 if the
   * error is not about a text.
   */
  public int offset() {
    return offset;
  }

  private static String message(String problem, String path, int line, int column) {
    String at = path.isEmpty() ? "" : path + ": ";
    String place = line == 0 ? "" : "line " + line + ", column " + column + ": ";
    return place + Excerpt.of(at, LONGEST) + Excerpt.of(problem, LONGEST);
  }
}
