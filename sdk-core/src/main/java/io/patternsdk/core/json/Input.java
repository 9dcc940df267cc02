package io.patternsdk.core.json;

import java.nio.charset.StandardCharsets;

/** The bytes of one document and the position of its reader; tells where an error is. */
final class Input {
  final byte[] bytes;
  final int end;
  int position;

  private final boolean characters;
  private final Trail trail = new Trail();

  private Input(byte[] bytes, boolean characters) {
    this.bytes = bytes;
    this.end = bytes.length;
    this.characters = characters;
  }

  static Input of(byte[] utf8) {
    return new Input(utf8, false);
  }

  static Input of(String text) {
    int unpaired = Utf8.unpaired(text);
    Input input = new Input(text.getBytes(StandardCharsets.UTF_8), true);
    if (unpaired >= 0) {
      String before = text.substring(0, unpaired);
      int at = before.getBytes(StandardCharsets.UTF_8).length;
      throw input.error(Utf8.unpairedAt(text, unpaired), at);
    }
    return input;
  }

  Trail trail() {
    return trail;
  }

  /** The byte at the position, or -1 at the end. */
  int peek() {
    return position < end ? bytes[position] & 0xFF : -1;
  }

  /** Moves to the next byte that is not white space, and gives it, or -1 at the end. */
  int next() {
    while (position < end) {
      int b = bytes[position];
      if (b > ' ' || (b != ' ' && b != '\n' && b != '\r' && b != '\t')) {
        return b & 0xFF;
      }
      position++;
    }
    return -1;
  }

  /** The bytes of a range, which are all ASCII, as text. */
  String latin1(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  JsonException error(String problem, int at) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < at; i++) {
      if (bytes[i] == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int offset = characters ? new String(bytes, 0, at, StandardCharsets.UTF_8).length() : at;
    return new JsonException(
        problem, trail.toString(), line, 1 + characters(lineStart, at), offset);
  }

  /** Counts the bytes that begin a character. */
  private int characters(int from, int to) {
    int count = 0;
    for (int i = from; i < to; i++) {
      if ((bytes[i] & 0xC0) != 0x80) {
        count++;
      }
    }
    return count;
  }
}
