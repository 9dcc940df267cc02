package io.patternsdk.driver.redis;

import static io.lettuce.core.ScriptOutputType.INTEGER;
import static io.lettuce.core.ScriptOutputType.MULTI;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.patternsdk.core.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;

/** A Lua script, which the server runs as one step; it is sent in full only where it is unknown. */
final class RedisScript {
  private final String text;
  private final String digest;

  RedisScript(String text) {
    this.text = text;
    this.digest = digest(text.getBytes(UTF_8));
  }

  /** The script in a file beside this class. */
  static RedisScript load(String file) {
    try (InputStream in = RedisScript.class.getResourceAsStream(file)) {
      return new RedisScript(new String(Objects.requireNonNull(in, file).readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it and returns the whole number that it answers. */
  long number(RedisConnections redis, String[] keys, byte[]... arguments) {
    return (Long) run(redis, INTEGER, keys, arguments);
  }

  /** Runs it and returns the list that it answers: whole numbers and runs of bytes. */
  List<?> list(RedisConnections redis, String[] keys, byte[]... arguments) {
    return (List<?>) run(redis, MULTI, keys, arguments);
  }

  /** Sends it on the way of a batch; {@link #await} returns the whole number that it answers. */
  Future<Long> send(RedisConnections.Batch batch, String key, byte[]... arguments) {
    return batch.commands().evalsha(digest, INTEGER, new String[] {key}, arguments);
  }

  /** Sends it on the way of a batch; {@link #awaitList} returns the list that it answers. */
  Future<List<Object>> sendList(RedisConnections.Batch batch, String key, byte[]... arguments) {
    return batch.commands().evalsha(digest, MULTI, new String[] {key}, arguments);
  }

  /** Waits for an answer; sends it again, in full, where the server did not know it. */
  long await(RedisConnections.Batch batch, Future<Long> answer, String key, byte[]... arguments) {
    return await(batch, INTEGER, answer, key, arguments);
  }

  /** Waits for an answer; sends it again, in full, where the server did not know it. */
  List<Object> awaitList(
      RedisConnections.Batch batch, Future<List<Object>> answer, String key, byte[]... arguments) {
    return await(batch, MULTI, answer, key, arguments);
  }

  private <T> T await(
      RedisConnections.Batch batch,
      ScriptOutputType output,
      Future<T> answer,
      String key,
      byte[]... arguments) {
    try {
      return batch.await(answer);
    } catch (BackendException e) {
      if (!(e.getCause() instanceof RedisNoScriptException)) {
        throw e;
      }
      Future<T> again = batch.commands().eval(text, output, new String[] {key}, arguments);
      return batch.await(again);
    }
  }

  private Object run(
      RedisConnections redis, ScriptOutputType output, String[] keys, byte[]... arguments) {
    Object answer;
    try {
      answer = redis.call(commands -> commands.evalsha(digest, output, keys, arguments));
    } catch (BackendException e) {
      if (!(e.getCause() instanceof RedisNoScriptException)) {
        throw e;
      }
      answer = redis.call(commands -> commands.eval(text, output, keys, arguments));
    }
    return Objects.requireNonNull(answer, "a script answers");
  }

  /** The digest that a server computes as {@code redis.sha1hex}. */
  static String digest(byte[] value) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
