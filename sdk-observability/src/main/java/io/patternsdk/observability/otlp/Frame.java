package io.patternsdk.observability.otlp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/**
 * One frame of HTTP/2.
 *
 * @param type what it is, one of the constants
 * @param flags what its type makes of them
 * @param stream the stream it belongs to; 0 for the connection
 * @param payload the rest
 */
record Frame(int type, int flags, int stream, byte[] payload) {
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int WINDOW_UPDATE = 8;
  static final int CONTINUATION = 9;

  static final int END_STREAM = 0x1;
  static final int ACK = 0x1;
  static final int END_HEADERS = 0x4;
  static final int PADDED = 0x8;
  static final int PRIORITY = 0x20;

  /** The largest payload that we take: we never ask for more than every peer must keep to. */
  private static final int LARGEST = 16_384;

  static Frame read(DataInputStream in) throws IOException {
    int lengthAndType = in.readInt();
    int length = lengthAndType >>> 8;
    int flags = in.readUnsignedByte();
    int stream = in.readInt() & Integer.MAX_VALUE;
    if (length > LARGEST) {
      throw new IOException("a frame of " + length + " bytes, which is no HTTP/2 that was agreed");
    }
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw new IOException("the connection ended inside a frame");
    }
    return new Frame(lengthAndType & 0xff, flags, stream, payload);
  }

  void write(DataOutputStream out) throws IOException {
    write(out, 0, payload.length);
  }

  /** Writes it with a part of the payload. */
  void write(DataOutputStream out, int offset, int length) throws IOException {
    out.writeInt(length << 8 | type);
    out.writeByte(flags);
    out.writeInt(stream);
    out.write(payload, offset, length);
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /** The number at a place of the payload, without its highest bit. */
  int number(int at) throws IOException {
    if (payload.length < at + 4) {
      throw new IOException("a frame that is too short");
    }
    return ((payload[at] & 0x7f) << 24)
        | ((payload[at + 1] & 0xff) << 16)
        | ((payload[at + 2] & 0xff) << 8)
        | (payload[at + 3] & 0xff);
  }

  /** The payload without what is put before and after it. */
  byte[] content() throws IOException {
    int begin = (has(PADDED) ? 1 : 0) + (type == HEADERS && has(PRIORITY) ? 5 : 0);
    int end = payload.length - (has(PADDED) && payload.length > 0 ? payload[0] & 0xff : 0);
    if (begin > end) {
      throw new IOException("a frame that is all padding and more");
    }
    return Arrays.copyOfRange(payload, begin, end);
  }
}
