package io.patternsdk.driver.nats;

import io.patternsdk.core.driver.NameEncoding;
import java.util.regex.Pattern;

/**
 * Names that consist of segments, as the server can hold them: ASCII letters, digits and some
 * punctuation are kept; an empty segment becomes {@code =}; other bytes become {@code =} and two
 * hexadecimal digits. {@code $} is never kept, so no name reaches a subject that the server or the
 * driver uses for itself.
 */
final class SubjectTokens {
  private static final Pattern EMPTY = Pattern.compile("(?<=^|\\.)(?=\\.|$)");
  private static final Pattern MARKED = Pattern.compile("(?<=^|\\.)=(?=\\.|$)");

  private final NameEncoding encoding;
  private final char separator;

  /**
   * @param separator what stands between segments in a name; between those of a subject it is
   *     {@code .}
   */
  SubjectTokens(String kept, char separator) {
    this.encoding = NameEncoding.of(kept + separator, '=');
    this.separator = separator;
  }

  String subject(String name) {
    String subject = encoding.encode(name).replace(separator, '.');
    boolean whole =
        !subject.isEmpty()
            && subject.charAt(0) != '.'
            && !subject.endsWith(".")
            && !subject.contains("..");
    return whole ? subject : EMPTY.matcher(subject).replaceAll("=");
  }

  /** The name that is written so; what nobody of ours has written is read as it is. */
  String name(String subject) {
    try {
      boolean plain = subject.indexOf('=') < 0;
      String encoded = plain ? subject : MARKED.matcher(subject).replaceAll("");
      return encoding.decode(encoded.replace('.', separator));
    } catch (IllegalArgumentException foreign) {
      return subject.replace('.', separator);
    }
  }
}
