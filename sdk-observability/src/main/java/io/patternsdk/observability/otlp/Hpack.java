package io.patternsdk.observability.otlp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Headers as HTTP/2 writes them, without the table that grows: we never put anything into it, and
 * ask the peer for one of size zero.
 */
final class Hpack {
  /** The names that have numbers, from 1. */
  private static final String[] NAMES =
      (":authority :method :method :path :path :scheme :scheme :status :status :status :status"
              + " :status :status :status accept-charset accept-encoding accept-language"
              + " accept-ranges accept access-control-allow-origin age allow authorization"
              + " cache-control content-disposition content-encoding content-language"
              + " content-length content-location content-range content-type cookie date etag"
              + " expect expires from host if-match if-modified-since if-none-match if-range"
              + " if-unmodified-since last-modified link location max-forwards"
              + " proxy-authenticate proxy-authorization range referer refresh retry-after"
              + " server set-cookie strict-transport-security transfer-encoding user-agent vary"
              + " via www-authenticate")
          .split(" ");

  private static final int FIRST_STATUS = 8;
  private static final String[] STATUSES = {"200", "204", "206", "304", "400", "404", "500"};

  private final byte[] block;
  private int at;

  private Hpack(byte[] block) {
    this.block = block;
  }

  /** Writes every header in full. */
  static byte[] encode(Map<String, String> headers) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(256);
    headers.forEach(
        (name, value) -> {
          out.write(0);
          literal(name, out);
          literal(value, out);
        });
    return out.toByteArray();
  }

  private static void literal(String text, ByteArrayOutputStream out) {
    byte[] bytes = text.getBytes(ISO_8859_1);
    if (bytes.length < 0x7f) {
      out.write(bytes.length);
    } else {
      out.write(0x7f);
      int rest = bytes.length - 0x7f;
      while (rest >= 0x80) {
        out.write((rest & 0x7f) | 0x80);
        rest >>>= 7;
      }
      out.write(rest);
    }
    out.writeBytes(bytes);
  }

  /** Reads a block of headers; of a name that occurs twice the last one counts. */
  static Map<String, String> decode(byte[] block) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    Hpack hpack = new Hpack(block);
    while (hpack.at < block.length) {
      hpack.field(headers);
    }
    return headers;
  }

  private void field(Map<String, String> headers) throws IOException {
    int kind = block[at] & 0xff;
    if (kind >= 0x80) {
      int index = number(7);
      headers.put(name(index), value(index));
    } else if (kind >= 0x40) {
      literalField(number(6), headers);
    } else if (kind >= 0x20) {
      number(5); // the size of the table that is not used
    } else {
      literalField(number(4), headers);
    }
  }

  private void literalField(int index, Map<String, String> headers) throws IOException {
    String name = index == 0 ? text() : name(index);
    headers.put(name, text());
  }

  private static String name(int index) throws IOException {
    if (index < 1 || index > NAMES.length) {
      throw new IOException("a header of number " + index + ", which does not exist");
    }
    return NAMES[index - 1];
  }

  /** The value that has a number together with its name; only those of the status matter here. */
  private static String value(int index) {
    int status = index - FIRST_STATUS;
    return status >= 0 && status < STATUSES.length ? STATUSES[status] : "";
  }

  private String text() throws IOException {
    boolean coded = (octet(at) & 0x80) != 0;
    int length = number(7);
    if (length > block.length - at) {
      throw new IOException("a header that ends too early");
    }
    byte[] bytes = coded ? Huffman.decode(block, at, length) : block;
    String text = new String(bytes, coded ? 0 : at, coded ? bytes.length : length, ISO_8859_1);
    at += length;
    return text;
  }

  private int number(int prefix) throws IOException {
    int most = (1 << prefix) - 1;
    int value = octet(at++) & most;
    if (value < most) {
      return value;
    }
    for (int shift = 0; shift < 28; shift += 7) {
      int next = octet(at++);
      value += (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new IOException("a number in a header that is too large");
  }

  private int octet(int index) throws IOException {
    if (index >= block.length) {
      throw new IOException("a header that ends too early");
    }
    return block[index] & 0xff;
  }
}
