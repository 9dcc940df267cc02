package io.patternsdk.benchmarks.primitives;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.Message;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes 100 messages as a driver does: an envelope for each, all of them framed as commands of
 * Redis' protocol in one buffer, and that sent over a wire.
 */
final class BatchWrite {
  static final int MESSAGES = 100;
  private static final byte[] HEAD = "*3\r\n$7\r\nPUBLISH\r\n$5\r\ntopic\r\n$".getBytes(US_ASCII);
  private static final int FRAME = HEAD.length + 16;
  private static final byte[] LINE = {'\r', '\n'};

  /** Where buffers come from and go to. */
  interface Buffers {
    ByteBuffer take(int bytes);

    void give(ByteBuffer buffer);
  }

  /** Where a batch goes; for any number of threads. */
  interface Wire {
    /** Sends a batch and waits for the answers; returns how many bytes it had. */
    int send(ByteBuffer batch);
  }

  private final List<Message> messages;
  private final Buffers envelopes;
  private final Buffers batches;
  private final Wire wire;

  BatchWrite(int body, Buffers envelopes, Buffers batches, Wire wire) {
    this.messages =
        IntStream.range(0, MESSAGES)
            .mapToObj(i -> Message.builder(new byte[body]).key("key" + i).build())
            .toList();
    this.envelopes = envelopes;
    this.batches = batches;
    this.wire = wire;
  }

  /** Returns how many bytes a batch takes at most. */
  static int batchSize(int body) {
    return MESSAGES * (FRAME + envelopeSize(body));
  }

  /** Returns how many bytes an envelope takes at most. */
  static int envelopeSize(int body) {
    return body + 96;
  }

  /** Writes the batch once and returns its length. */
  int write() {
    List<ByteBuffer> encoded = new ArrayList<>(MESSAGES);
    int size = 0;
    for (Message message : messages) {
      ByteBuffer envelope = envelope(message);
      size += FRAME + envelope.remaining();
      encoded.add(envelope);
    }
    ByteBuffer batch = batches.take(size);
    for (ByteBuffer envelope : encoded) {
      batch.put(HEAD).put(Integer.toString(envelope.remaining()).getBytes(US_ASCII)).put(LINE);
      batch.put(envelope).put(LINE);
      envelopes.give(envelope);
    }
    int written = wire.send(batch.flip());
    batches.give(batch);
    return written;
  }

  private ByteBuffer envelope(Message message) {
    byte[] id = message.id().getBytes(UTF_8);
    byte[] key = message.key().orElse("").getBytes(UTF_8);
    ByteBuffer out = envelopes.take(id.length + key.length + message.body().length + 16);
    out.putInt(0xD350534D).put((byte) 1).put((byte) id.length).put(id);
    out.put((byte) 1).put((byte) key.length).put(key).put((byte) 0);
    return out.put(message.body()).flip();
  }
}
