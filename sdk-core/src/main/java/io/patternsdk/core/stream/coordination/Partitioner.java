package io.patternsdk.core.stream.coordination;

import io.patternsdk.core.Message;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Which partition a message belongs to. With a key: that of Kafka's default partitioner, murmur2 of
 * the key's UTF-8 without its sign, modulo the number of partitions, so that producers of either
 * kind agree. Without a key: the same of the message's id, which spreads messages evenly, needs no
 * state, and sends a message that is appended again to where it went before.
 */
public final class Partitioner {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** The seed that Kafka takes ({@code org.apache.kafka.common.utils.Utils.murmur2}). */
  private static final int SEED = 0x9747b28c;

  private static final int MULTIPLIER = 0x5bd1e995;
  private static final int SHIFT = 24;

  private Partitioner() {}

  /** Returns the partition of a message, from 0; the same in every process. */
  public static int partition(Message message, int partitions) {
    byte[] key = message.key().orElseGet(message::id).getBytes(StandardCharsets.UTF_8);
    return (murmur2(key) & Integer.MAX_VALUE) % partitions;
  }

  /** Austin Appleby's MurmurHash2, 32 bits. */
  static int murmur2(byte[] data) {
    int hash = SEED ^ data.length;
    int whole = data.length & ~3;
    for (int at = 0; at < whole; at += Integer.BYTES) {
      int word = (int) INT.get(data, at) * MULTIPLIER;
      word = (word ^ (word >>> SHIFT)) * MULTIPLIER;
      hash = (hash * MULTIPLIER) ^ word;
    }
    if (whole < data.length) {
      for (int at = data.length - 1; at >= whole; at--) {
        hash ^= (data[at] & 0xff) << (8 * (at - whole));
      }
      hash *= MULTIPLIER;
    }
    hash = (hash ^ (hash >>> 13)) * MULTIPLIER;
    return hash ^ (hash >>> 15);
  }
}
