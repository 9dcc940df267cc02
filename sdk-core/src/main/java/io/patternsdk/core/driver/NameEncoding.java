package io.patternsdk.core.driver;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;

/**
 * Writes names in the characters that a backend can hold, reversibly: every other byte of the UTF-8
 * form becomes an escape character and two hexadecimal digits. Different names stay different, and
 * a prefix of a name becomes a prefix of its encoding. Immutable.
 */
public final class NameEncoding {
  private final BitSet plain = new BitSet(128);
  private final char escape;

  private NameEncoding(String punctuation, char escape) {
    plain.set('a', 'z' + 1);
    plain.set('A', 'Z' + 1);
    plain.set('0', '9' + 1);
    punctuation.chars().forEach(plain::set);
    plain.clear(escape);
    this.escape = escape;
  }

  /**
   * Returns the encoding that leaves ASCII letters, digits and {@code punctuation} as they are and
   * writes all else with {@code escape}, which the backend must be able to hold.
   */
  public static NameEncoding of(String punctuation, char escape) {
    return new NameEncoding(punctuation, escape);
  }

  /** Returns the name as the backend holds it. */
  public String encode(String name) {
    int i = 0;
    while (i < name.length() && plain.get(name.charAt(i))) {
      i++;
    }
    if (i == name.length()) {
      return name;
    }
    StringBuilder out = new StringBuilder(name.length() + 16).append(name, 0, i);
    for (byte b : name.substring(i).getBytes(StandardCharsets.UTF_8)) {
      if (b >= 0 && plain.get(b)) {
        out.append((char) b);
      } else {
        out.append(escape);
        HexFormat.of().toHexDigits(out, b);
      }
    }
    return out.toString();
  }

  /**
   * Returns the name that {@code encoded} stands for.
   *
   * @throws IllegalArgumentException if nothing encodes to it
   */
  public String decode(String encoded) {
    if (encoded.indexOf(escape) < 0) {
      return encoded;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c != escape) {
        out.write(c);
      } else if (i + 2 < encoded.length()) {
        out.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
        i += 2;
      } else {
        throw new IllegalArgumentException("\"" + encoded + "\" ends inside an escape");
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
