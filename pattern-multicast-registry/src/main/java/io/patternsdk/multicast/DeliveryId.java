package io.patternsdk.multicast;

import java.io.ByteArrayOutputStream;
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
 * The id of a delivery to one identity, by which its receiver acknowledges it and all before it:
 * the receipt of the delivery and, latest first, those of what its subscription handed out before
 * and nobody had acknowledged then.
 *
 * <p>Its text needs nobody who remembers it, so any process can act on it. It is Base64 (URL
 * alphabet) of version 1: a byte 1, the receipts as {@link ReceiptCodec} writes them, and a
 * checksum of these and of the identity, so that what was cut or belongs to another identity is not
 * read.
 *
 * @param receipt what the delivery is called where it came from
 * @param before the receipts of those before it
 */
record DeliveryId(String receipt, List<String> before) {
  /**
   * The most characters of a text with more than one receipt: what servers and proxies let pass as
   * one line of a request's head, and half of a head's limit here.
   */
  static final int MOST = 8_000;

  private static final byte VERSION = 1;
  private static final int CHECKSUM = Integer.BYTES;

  /** Returns all receipts, that of the delivery itself first. */
  List<String> receipts() {
    List<String> receipts = new ArrayList<>(before.size() + 1);
    receipts.add(receipt);
    receipts.addAll(before);
    return receipts;
  }

  /** Returns the same without the earlier half of what came before. */
  DeliveryId shorter() {
    return new DeliveryId(receipt, before.subList(0, before.size() / 2));
  }

  /** Tells whether a text of this is one that an id may have. */
  boolean fits(String text) {
    return before.isEmpty() || text.length() <= MOST;
  }

  /** Returns the text for the receiver of an identity. */
  String text(String identity) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    out.write(VERSION);
    ReceiptCodec.write(receipts(), out);
    byte[] body = out.toByteArray();
    return signed(identity, Arrays.copyOf(body, body.length + CHECKSUM));
  }

  /** Returns the text of bytes whose last four are room for the checksum. */
  static String signed(String identity, byte[] bytes) {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    all.putInt(bytes.length - CHECKSUM, checksum(identity, all));
    return encoded(bytes);
  }

  /** Reads a text; empty if it is none that was given to the receiver of this identity. */
  static Optional<DeliveryId> parse(String identity, String text) {
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

  private static DeliveryId read(ByteBuffer body) {
    List<String> receipts = ReceiptCodec.read(body);
    return new DeliveryId(receipts.getFirst(), List.copyOf(receipts.subList(1, receipts.size())));
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
