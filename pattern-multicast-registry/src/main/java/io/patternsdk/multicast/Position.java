package io.patternsdk.multicast;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * How far the receiver of one identity has come: the delivery that it saw last and, latest first,
 * those that its subscription handed out before and nobody had acknowledged then.
 *
 * <p>Its text needs nobody who remembers it, so any process can act on it. It is Base64 (URL
 * alphabet) of version 1: a byte 1, the names as {@link NameWriter} writes them, and a checksum of
 * these and of the identity, so that what was cut or belongs to another identity is not read.
 *
 * @param last the name of the delivery that was seen last
 * @param before the names of those before it
 */
record Position(String last, List<String> before) {
  /**
   * The most characters of a text with more than one name: what servers and proxies let pass as one
   * line of a request's head, and half of a head's limit here.
   */
  static final int MOST = 8_000;

  private static final byte VERSION = 1;
  private static final int CHECKSUM = Integer.BYTES;

  /** Returns all names, the last delivery's first. */
  List<String> names() {
    List<String> names = new ArrayList<>(before.size() + 1);
    names.add(last);
    names.addAll(before);
    return names;
  }

  /** Returns the same without the earlier half of what came before. */
  Position later() {
    return new Position(last, before.subList(0, before.size() / 2));
  }

  /** Tells whether a text is one that a position may have. */
  boolean fits(String text) {
    return before.isEmpty() || text.length() <= MOST;
  }

  /** Returns the text for the receiver of an identity. */
  String text(String identity) {
    NameWriter writer = new NameWriter(VERSION);
    names().forEach(writer::add);
    byte[] body = writer.toBytes();
    return signed(identity, Arrays.copyOf(body, body.length + CHECKSUM));
  }

  /** Returns the text of bytes whose last four are room for the checksum. */
  static String signed(String identity, byte[] bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    all.putInt(bytes.length - CHECKSUM, checksum(identity, all));
    return encoded(bytes);
  }

  /** Reads a text; empty if it is none that was given to the receiver of this identity. */
  static Optional<Position> parse(String identity, String text) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(text);
      ByteBuffer all = ByteBuffer.wrap(bytes);
      int end = bytes.length - CHECKSUM;
      return end < 2
              || bytes[0] != VERSION
              || all.getInt(end) != checksum(identity, all)
              || !encoded(bytes).equals(text)
          ? Optional.empty()
          : Optional.of(read(all.slice(1, end - 1)));
    } catch (IllegalArgumentException
        | BufferUnderflowException
        | IndexOutOfBoundsException
        | ArithmeticException e) {
      return Optional.empty(); // not Base64, or forged
    }
  }

  private static Position read(ByteBuffer body) {
    List<String> names = new NameReader(body).all();
    return new Position(names.getFirst(), List.copyOf(names.subList(1, names.size())));
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static int checksum(String identity, ByteBuffer all) {
    CRC32C sum = new CRC32C();
    sum.update(identity.getBytes(StandardCharsets.UTF_8));
    sum.update(0);
    sum.update(all.slice(0, all.limit() - CHECKSUM));
    return (int) sum.getValue();
  }
}
