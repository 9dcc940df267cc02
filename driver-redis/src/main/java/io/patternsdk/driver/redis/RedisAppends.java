package io.patternsdk.driver.redis;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.Offset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A batch on its way into the partitions of a stream. What one partition gets is stored as a whole
 * or not at all by one run of the script, or by several, one after the other, where it is much; so
 * nothing is stored there behind what failed. All partitions are served at once.
 */
final class RedisAppends {
  private static final int MOST = 1_000;
  private static final long MOST_BYTES = 4 << 20;

  private final RedisScript script;
  private final byte[][] head;
  private final Map<Integer, Part> parts = new TreeMap<>();
  private final List<@Nullable Offset> offsets = new ArrayList<>();
  private final Map<Integer, OperationException> failures = new TreeMap<>();

  /** Begins a batch of a size; each run of the script begins with the same arguments. */
  RedisAppends(RedisScript script, int size, byte[]... head) {
    this.script = script;
    this.head = head;
    for (int i = 0; i < size; i++) {
      offsets.add(null);
    }
  }

  /** What goes to one partition. */
  private record Part(int partition, String key, Deque<Chunk> chunks) {}

  /** What one run stores: messages and their indexes in the batch. */
  private static final class Chunk {
    final List<byte[]> bodies = new ArrayList<>();
    final List<Integer> indexes = new ArrayList<>();
    long bytes;

    boolean takes(byte[] body) {
      return indexes.size() < MOST && bytes + body.length <= MOST_BYTES;
    }
  }

  /** A run whose answer is awaited. */
  private record Run(Part part, Chunk chunk, byte[][] arguments, Future<Long> answer) {}

  /** Adds the message at an index of the batch. */
  void add(int index, int partition, String key, byte[] body) {
    Part part = parts.computeIfAbsent(partition, p -> new Part(p, key, new ArrayDeque<>()));
    Chunk last = part.chunks().peekLast();
    if (last == null || !last.takes(body)) {
      last = new Chunk();
      part.chunks().add(last);
    }
    last.bodies.add(body);
    last.indexes.add(index);
    last.bytes += body.length;
  }

  /** Sends all of it and returns what became of it. */
  AppendResult run(RedisConnections.Batch batch) {
    while (parts.values().stream().anyMatch(part -> !part.chunks().isEmpty())) {
      List<Run> runs = new ArrayList<>();
      for (Part part : parts.values()) {
        Chunk chunk = part.chunks().poll();
        if (chunk != null) {
          runs.add(send(batch, part, chunk));
        }
      }
      runs.forEach(run -> settle(batch, run));
    }
    return AppendResult.settled(offsets, failures);
  }

  private Run send(RedisConnections.Batch batch, Part part, Chunk chunk) {
    byte[][] arguments = new byte[head.length + chunk.bodies.size()][];
    System.arraycopy(head, 0, arguments, 0, head.length);
    for (int i = 0; i < chunk.bodies.size(); i++) {
      arguments[head.length + i] = chunk.bodies.get(i);
    }
    return new Run(part, chunk, arguments, script.send(batch, part.key(), arguments));
  }

  private void settle(RedisConnections.Batch batch, Run run) {
    List<Integer> indexes = run.chunk().indexes;
    try {
      long last = script.await(batch, run.answer(), run.part().key(), run.arguments());
      long first = last - indexes.size() + 1;
      for (int i = 0; i < indexes.size(); i++) {
        offsets.set(indexes.get(i), new Offset(run.part().partition(), first + i));
      }
    } catch (BackendException e) {
      indexes.forEach(index -> failures.put(index, e));
      BackendException behind =
          new BackendException(
              e.kind(),
              Effect.NONE,
              "not sent, because one before it failed: " + e.getMessage(),
              e);
      run.part().chunks().forEach(chunk -> chunk.indexes.forEach(i -> failures.put(i, behind)));
      run.part().chunks().clear();
    }
  }
}
