package io.patternsdk.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Percent-encoded text in UTF-8 (RFC 3986). */
final class Escapes {
  private Escapes() {}

  /**
   * Decodes it.
   *
   * @param what what it is part of, for the problem
   * @throws HttpProblem 400 if an escape is none, or the bytes are not UTF-8
   */
  static String decode(String what, String text) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(text))).toString();
    } catch (CharacterCodingException | IllegalArgumentException e) {
      throw HttpProblem.badRequest(
          what + " is not percent-encoded UTF-8: " + text.replace('\uFFFD', '?'));
    }
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(hex(text, i + 1) << 4 | hex(text, i + 2));
        i += 2;
      } else if (c < 128) {
        bytes.write(c);
      } else {
        throw new IllegalArgumentException("a character that must be encoded");
      }
    }
    return bytes.toByteArray();
  }

  private static int hex(String text, int at) {
    int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
    if (digit < 0) {
      throw new IllegalArgumentException("no hexadecimal digit");
    }
    return digit;
  }
}
