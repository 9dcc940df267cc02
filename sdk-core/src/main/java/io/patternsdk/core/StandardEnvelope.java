package io.patternsdk.core;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The envelope of version 1, as {@link Envelope} defines it. */
enum StandardEnvelope implements Envelope {
  INSTANCE;

  private static final byte[] MAGIC = {(byte) 0xD3, 'P', 'S', 'M'};
  private static final byte VERSION = 1;

  @Override
  public byte[] encode(Message message) {
    byte[] id = utf8(message.id());
    byte[] key = message.key().map(StandardEnvelope::utf8).orElse(null);
    byte[][] headers = new byte[message.headers().size() * 2][];
    int at = 0;
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      headers[at++] = utf8(header.getKey());
      headers[at++] = utf8(header.getValue());
    }
    int size = MAGIC.length + 2 + sized(id) + varintSize(headers.length / 2);
    size += key == null ? 0 : sized(key);
    for (byte[] text : headers) {
      size += sized(text);
    }
    ByteBuffer out = ByteBuffer.allocate(size + message.body().length);
    out.put(MAGIC).put(VERSION);
    put(out, id);
    out.put((byte) (key == null ? 0 : 1));
    if (key != null) {
      put(out, key);
    }
    putVarint(out, headers.length / 2);
    for (byte[] text : headers) {
      put(out, text);
    }
    return out.put(message.body()).array();
  }

  @Override
  public Message decode(byte[] bytes) {
    if (!hasMagic(bytes)) {
      return Message.of(bytes);
    }
    if (bytes[MAGIC.length] > VERSION) {
      throw new BackendException(
          ErrorKind.CORRUPT,
          "message envelope of version " + bytes[MAGIC.length] + "; this one reads 1");
    }
    try {
      return read(ByteBuffer.wrap(bytes, MAGIC.length + 1, bytes.length - MAGIC.length - 1));
    } catch (BufferUnderflowException | BackendException foreign) {
      return Message.of(bytes); // begins like an envelope by chance, and is none
    }
  }

  private static Message read(ByteBuffer in) {
    String id = text(in);
    String key = in.get() == 0 ? null : text(in);
    int count = varint(in);
    if (count > in.remaining() / 2) {
      throw new BufferUnderflowException();
    }
    String[] headers = new String[2 * count];
    for (int i = 0; i < headers.length; i++) {
      headers[i] = text(in);
    }
    byte[] body = new byte[in.remaining()];
    in.get(body);
    Message.Builder message = Message.builder(body).id(id);
    if (key != null) {
      message.key(key);
    }
    for (int i = 0; i < headers.length; i += 2) {
      message.header(headers[i], headers[i + 1]);
    }
    return message.build();
  }

  private static boolean hasMagic(byte[] bytes) {
    return bytes.length > MAGIC.length
        && bytes[0] == MAGIC[0]
        && bytes[1] == MAGIC[1]
        && bytes[2] == MAGIC[2]
        && bytes[3] == MAGIC[3]
        && bytes[4] > 0;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static int sized(byte[] text) {
    return varintSize(text.length) + text.length;
  }

  private static void put(ByteBuffer out, byte[] text) {
    putVarint(out, text.length);
    out.put(text);
  }

  private static String text(ByteBuffer in) {
    int length = varint(in);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    String text =
        new String(in.array(), in.arrayOffset() + in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return text;
  }

  private static int varintSize(int value) {
    return value < 1 << 7 ? 1 : value < 1 << 14 ? 2 : value < 1 << 21 ? 3 : 4;
  }

  private static void putVarint(ByteBuffer out, int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  private static int varint(ByteBuffer in) {
    int value = 0;
    for (int shift = 0; shift < 28; shift += 7) {
      byte next = in.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new BufferUnderflowException();
  }
}
