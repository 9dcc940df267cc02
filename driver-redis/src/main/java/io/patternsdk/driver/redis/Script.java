package io.patternsdk.driver.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.patternsdk.core.BackendException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A Lua script, which the server runs as one step; it is sent in full only where it is unknown. */
final class Script {
  private final byte[] text;
  private final String digest;

  Script(String text) {
    this(text.getBytes(StandardCharsets.UTF_8));
  }

  private Script(byte[] text) {
    this.text = text;
    this.digest = Digests.hex(text);
  }

  /** The script in a file beside this class. */
  static Script load(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      return new Script(Objects.requireNonNull(in, file).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it and returns the whole number that it answers. */
  long number(Calls calls, String[] keys, byte[]... arguments) {
    return (Long) run(calls, ScriptOutputType.INTEGER, keys, arguments);
  }

  /** Runs it and returns the list that it answers: whole numbers and runs of bytes. */
  List<?> list(Calls calls, String[] keys, byte[]... arguments) {
    return (List<?>) run(calls, ScriptOutputType.MULTI, keys, arguments);
  }

  private Object run(Calls calls, ScriptOutputType output, String[] keys, byte[]... arguments) {
    try {
      return answer(calls.call(async -> async.evalsha(digest, output, keys, arguments)));
    } catch (BackendException e) {
      if (e.getCause() instanceof RedisNoScriptException) {
        return answer(calls.call(async -> async.eval(text, output, keys, arguments)));
      }
      throw e;
    }
  }

  private static Object answer(@Nullable Object answer) {
    return Objects.requireNonNull(answer, "a script answers");
  }
}
