package io.patternsdk.driver.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.output.ArrayOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.capability.Traits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the server says of itself; what we may not ask for is absent.
 *
 * @param hello the fields of its answer to {@code HELLO}, which every user may send
 * @param config parameters from {@code CONFIG GET}
 * @param replicas how many replicas are connected; empty where we may not ask
 */
record RedisFacts(Map<String, String> hello, Map<String, String> config, OptionalInt replicas) {
  /** The version of the layout that docs/drivers/redis.md describes. */
  static final String LAYOUT = "1";

  private static final String FIELD = "version";

  /** What an envelope may add to a body. */
  private static final long ENVELOPE_BYTES = 128 << 10;

  /** A new {@code HELLO}. */
  static AsyncCommand<String, byte[], List<Object>> question() {
    return new AsyncCommand<>(
        new Command<>(
            CommandType.HELLO,
            new ArrayOutput<>(RedisConnections.CODEC),
            new CommandArgs<>(RedisConnections.CODEC).add(3)));
  }

  /** Tells whether whoever answered a {@code HELLO} is a replica. */
  static boolean replica(List<Object> hello) {
    return replica(fields(hello));
  }

  private static boolean replica(Map<String, String> hello) {
    return hello.getOrDefault("role", "master").equals("replica");
  }

  private static Map<String, String> fields(List<Object> answer) {
    Map<String, String> fields = new HashMap<>();
    for (int i = 0; i + 1 < answer.size(); i += 2) {
      if (answer.get(i) instanceof byte[] name && answer.get(i + 1) instanceof byte[] value) {
        fields.put(new String(name, UTF_8), new String(value, UTF_8));
      }
    }
    return fields;
  }

  /** Asks a server all of it and refuses one that cannot be used; one round trip. */
  static RedisFacts of(RedisConnections redis, RedisNames names, Deadline deadline) {
    RedisConnections.Batch batch = redis.several(deadline);
    String layoutKey = names.own("layout");
    var hello = question();
    batch.connection().dispatch(hello);
    List<Future<Map<String, String>>> config =
        Stream.of(
                "append*", "save", "proto-max-bulk-len", "maxmemory*", "client-output-buffer-limit")
            .<Future<Map<String, String>>>map(name -> batch.commands().configGet(name))
            .toList();
    Future<String> replication = batch.commands().info("replication");
    Future<Boolean> written = batch.commands().hsetnx(layoutKey, FIELD, LAYOUT.getBytes(UTF_8));
    Future<byte[]> layout = batch.commands().hget(layoutKey, FIELD);

    Map<String, String> fields = fields(batch.await(hello));
    refuse(fields);
    Map<String, String> parameters = new HashMap<>();
    config.forEach(answer -> permitted(answer, batch).ifPresent(parameters::putAll));
    var unused = permitted(written, batch);
    permitted(layout, batch).ifPresent(stored -> refuseOther(layoutKey, new String(stored, UTF_8)));
    OptionalInt replicas =
        permitted(replication, batch).map(RedisFacts::replicas).orElse(OptionalInt.empty());
    RedisFacts facts = new RedisFacts(fields, parameters, replicas);
    if (!facts.atLeast(6, 0)) {
      throw unsupported("Redis " + facts.version() + " is too old; 6.0 or newer works");
    }
    return facts;
  }

  private static OptionalInt replicas(String replication) {
    Matcher connected = Pattern.compile("connected_slaves:(\\d{1,9})").matcher(replication);
    return connected.find()
        ? OptionalInt.of(Integer.parseInt(connected.group(1)))
        : OptionalInt.empty();
  }

  private static void refuse(Map<String, String> hello) {
    String mode = hello.getOrDefault("mode", "standalone");
    if (!mode.equals("standalone")) {
      throw unsupported("the server runs as a " + mode + "; this driver needs a standalone one");
    }
    if (replica(hello)) {
      throw ofReplica();
    }
  }

  /** The address leads to a replica. */
  static BackendException ofReplica() {
    return new BackendException(
        ErrorKind.UNAVAILABLE,
        Effect.NONE,
        "the server is a replica, which takes no writes; the address has to lead to its primary",
        null);
  }

  private static void refuseOther(String key, String layout) {
    if (!layout.equals(LAYOUT)) {
      throw unsupported(
          "the data has layout "
              + layout
              + " ("
              + key
              + ") and this driver knows "
              + LAYOUT
              + "; use the release that wrote it, or a newer one");
    }
  }

  private static BackendException unsupported(String message) {
    return new BackendException(ErrorKind.UNSUPPORTED, message);
  }

  /** The answer; empty where the user may not ask. */
  private static <T extends @Nullable Object> Optional<T> permitted(
      Future<T> answer, RedisConnections.Batch batch) {
    try {
      return Optional.ofNullable(batch.await(answer));
    } catch (BackendException e) {
      if (e.kind() == ErrorKind.PERMISSION_DENIED || e.kind() == ErrorKind.UNSUPPORTED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** The version; empty if unknown. */
  String version() {
    return hello.getOrDefault("version", "");
  }

  /** Tells whether the version is at least this one; an unknown one is hoped to be. */
  boolean atLeast(int major, int minor) {
    String[] parts = version().split("\\.", -1);
    if (parts.length < 2 || !parts[0].matches("\\d{1,6}") || !parts[1].matches("\\d{1,6}")) {
      return true;
    }
    int actual = Integer.parseInt(parts[0]);
    return actual > major || (actual == major && Integer.parseInt(parts[1]) >= minor);
  }

  /** The limits of what is stored, of {@code most} bytes unless the server takes less. */
  Traits.Builder stored(long most) {
    long bulk = number("proto-max-bulk-len", "(\\d+)");
    return Traits.builder().maxValueBytes(Math.min(most, bulk - ENVELOPE_BYTES));
  }

  /** What the server guarantees; its replicas may be trusted to lack nothing. */
  RedisGuarantees guarantees(boolean trusted) {
    return new RedisGuarantees(config, replicas, trusted);
  }

  /**
   * The limits of what is published. A server drops a subscriber, with all that waits for it, whose
   * messages do not fit into its buffer.
   */
  Traits.Builder passing(long most) {
    long bulk = number("proto-max-bulk-len", "(\\d+)");
    long buffer = number("client-output-buffer-limit", "pubsub ([1-9]\\d*)");
    return Traits.builder().maxValueBytes(Math.min(most, Math.min(bulk, buffer) - ENVELOPE_BYTES));
  }

  private long number(String parameter, String pattern) {
    Matcher number = Pattern.compile(pattern).matcher(config.getOrDefault(parameter, ""));
    return number.find() ? Long.parseLong(number.group(1)) : Long.MAX_VALUE;
  }
}
