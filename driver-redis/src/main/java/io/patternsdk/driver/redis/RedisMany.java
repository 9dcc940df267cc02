package io.patternsdk.driver.redis;

import io.lettuce.core.KeyValue;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * Commands to many keys. While a slot of a cluster moves, its keys are partly here and partly
 * there, and a command for several of them is refused: they are then sent one by one.
 */
final class RedisMany {
  private RedisMany() {}

  /**
   * A command that was sent, and what to send for each of its keys if it is refused for moving.
   *
   * @param keys which keys it names
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Sent<T>(String[] keys, Future<T> answer, Function<String, ? extends Future<T>> singly) {}

  /** Reads values in the order of their keys; a key of another type has none. */
  static CompletionStage<List<KeyValue<String, byte[]>>> values(
      RedisClusterAsyncCommands<String, byte[]> commands, String... keys) {
    return commands
        .mget(keys)
        .exceptionallyCompose(
            failure ->
                RedisErrors.parted(unwrapped(failure))
                    ? singly(commands, keys)
                    : CompletableFuture.failedStage(failure));
  }

  private static CompletionStage<List<KeyValue<String, byte[]>>> singly(
      RedisClusterAsyncCommands<String, byte[]> commands, String... keys) {
    List<CompletableFuture<List<KeyValue<String, byte[]>>>> each =
        Arrays.stream(keys).map(key -> commands.mget(key).toCompletableFuture()).toList();
    return CompletableFuture.allOf(each.toArray(CompletableFuture[]::new))
        .thenApply(all -> each.stream().flatMap(value -> value.join().stream()).toList());
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause == null ? failure : cause;
  }

  /**
   * Waits for all answers.
   *
   * @throws BackendException if one of them is a failure: with effect UNKNOWN unless all are, and
   *     certainly did nothing
   */
  static <T> List<T> settled(RedisConnections.Batch batch, List<Sent<T>> sent) {
    List<T> results = new ArrayList<>();
    List<BackendException> failures = new ArrayList<>();
    for (Sent<T> each : sent) {
      try {
        results.add(batch.await(each.answer()));
      } catch (BackendException e) {
        if (RedisErrors.parted(e.getCause())) {
          settle(batch, each, results, failures);
        } else {
          failures.add(e);
        }
      }
    }
    if (!failures.isEmpty()) {
      throw failed(failures, results.isEmpty());
    }
    return results;
  }

  private static <T> void settle(
      RedisConnections.Batch batch,
      Sent<T> parted,
      List<T> results,
      List<BackendException> failures) {
    List<Future<T>> answers = new ArrayList<>();
    for (String key : parted.keys()) {
      answers.add(parted.singly().apply(key));
    }
    for (Future<T> answer : answers) {
      try {
        results.add(batch.await(answer));
      } catch (BackendException e) {
        failures.add(e);
      }
    }
  }

  private static BackendException failed(List<BackendException> failures, boolean allFailed) {
    BackendException first = failures.getFirst();
    boolean nothing = allFailed && failures.stream().allMatch(e -> e.effect() == Effect.NONE);
    return nothing || first.effect() == Effect.UNKNOWN
        ? first
        : new BackendException(
            first.kind(), Effect.UNKNOWN, "done in part: " + first.getMessage(), first);
  }
}
