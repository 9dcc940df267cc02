package io.patternsdk.driver.postgres;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.Offset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way into the partitions of a stream. What one partition gets is stored as a whole
 * or not at all by one statement, or by several, one after the other, where it is much; so nothing
 * is stored there behind what failed.
 */
final class PostgresAppends {
  /** The most bytes of one statement, unless a single message has more. */
  private static final long MOST_BYTES = 16 << 20;

  private final Map<Integer, List<Chunk>> parts = new TreeMap<>();
  private final List<@Nullable Offset> offsets = new ArrayList<>();
  private final Map<Integer, OperationException> failures = new TreeMap<>();

  /** Begins a batch of a size. */
  PostgresAppends(int size) {
    for (int i = 0; i < size; i++) {
      offsets.add(null);
    }
  }

  /** Stores messages of one partition; returns the position of the first. */
  @FunctionalInterface
  interface Append {
    long first(int partition, byte[][] bodies);
  }

  /** What one statement stores: messages and their indexes in the batch. */
  private static final class Chunk {
    final List<byte[]> bodies = new ArrayList<>();
    final List<Integer> indexes = new ArrayList<>();
    long bytes;
  }

  /** Adds the message at an index of the batch. */
  void add(int index, int partition, byte[] body) {
    List<Chunk> chunks = parts.computeIfAbsent(partition, p -> new ArrayList<>());
    if (chunks.isEmpty() || chunks.getLast().bytes + body.length > MOST_BYTES) {
      chunks.add(new Chunk());
    }
    Chunk last = chunks.getLast();
    last.bodies.add(body);
    last.indexes.add(index);
    last.bytes += body.length;
  }

  /** Stores all of it and returns what became of it. */
  AppendResult run(Append append) {
    parts.forEach(
        (partition, chunks) -> {
          OperationException failed = null;
          for (Chunk chunk : chunks) {
            failed = failed == null ? store(append, partition, chunk) : behind(failed, chunk);
          }
        });
    return AppendResult.settled(offsets, failures);
  }

  /** Null if it was stored. */
  private @Nullable OperationException store(Append append, int partition, Chunk chunk) {
    try {
      long first = append.first(partition, chunk.bodies.toArray(byte[][]::new));
      for (int i = 0; i < chunk.indexes.size(); i++) {
        offsets.set(chunk.indexes.get(i), new Offset(partition, first + i));
      }
      return null;
    } catch (OperationException e) {
      chunk.indexes.forEach(index -> failures.put(index, e));
      return e;
    }
  }

  private OperationException behind(OperationException first, Chunk chunk) {
    OperationException unsent =
        new BackendException(
            first instanceof BackendException e ? e.kind() : ErrorKind.UNKNOWN,
            Effect.NONE,
            "not sent, because one before it failed: " + first.getMessage(),
            first);
    chunk.indexes.forEach(index -> failures.put(index, unsent));
    return first;
  }
}
