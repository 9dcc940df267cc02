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
import java.util.ArrayList;
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
 * What the servers say of themselves; what we may not ask for is absent.
 *
 * @param hello the fields of an answer to {@code HELLO}, which every user may send, of the server
 *     with the oldest version
 * @param configs parameters from {@code CONFIG GET}, of each server
 * @param replicas how many replicas are connected to all of them; empty where we may not ask
 */
record RedisFacts(
    Map<String, String> hello, List<Map<String, String>> configs, OptionalInt replicas) {
  /** The version of the layout that docs/drivers/redis.md describes. */
  static final String LAYOUT = "1";

  /** The same with the tags by which a cluster places keys. */
  static final String CLUSTER_LAYOUT = "1-cluster";

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

  /** Asks the servers all of it and refuses those that cannot be used. */
  static RedisFacts of(
      RedisConnections redis, RedisNames names, RedisMode mode, Deadline deadline) {
    RedisConnections.Batch batch = redis.several(deadline);
    List<Questions> questions =
        batch.servers().parts().stream().map(batch::on).map(Questions::ask).toList();
    List<RedisFacts> answers = questions.stream().map(asked -> asked.answers(mode)).toList();
    checkLayout(batch, names);
    if (answers.isEmpty()) {
      throw new BackendException(ErrorKind.UNAVAILABLE, "no server of the cluster has slots");
    }
    return answers.stream().reduce(RedisFacts::together).orElseThrow();
  }

  /** What one server was asked, in one round trip. */
  private record Questions(
      RedisConnections.Batch batch,
      Future<List<Object>> hello,
      List<Future<Map<String, String>>> config,
      Future<String> replication) {
    static Questions ask(RedisConnections.Batch batch) {
      var hello = question();
      batch.connection().dispatch(hello);
      List<Future<Map<String, String>>> config =
          Stream.of(
                  "append*",
                  "save",
                  "proto-max-bulk-len",
                  "maxmemory*",
                  "client-output-buffer-limit",
                  "cluster-node-timeout")
              .<Future<Map<String, String>>>map(name -> batch.commands().configGet(name))
              .toList();
      return new Questions(batch, hello, config, batch.commands().info("replication"));
    }

    RedisFacts answers(RedisMode mode) {
      Map<String, String> fields = fields(batch.await(hello));
      refuse(fields, mode);
      Map<String, String> parameters = new HashMap<>();
      config.forEach(answer -> permitted(answer, batch).ifPresent(parameters::putAll));
      OptionalInt replicas =
          permitted(replication, batch).map(RedisFacts::replicas).orElse(OptionalInt.empty());
      RedisFacts facts = new RedisFacts(fields, List.of(parameters), replicas);
      if (!facts.atLeast(6, 0)) {
        throw unsupported("Redis " + facts.version() + " is too old; 6.0 or newer works");
      }
      return facts;
    }
  }

  private static void checkLayout(RedisConnections.Batch batch, RedisNames names) {
    String key = names.own("layout");
    String ours = names.tagged() ? CLUSTER_LAYOUT : LAYOUT;
    Future<Boolean> written = batch.commands().hsetnx(key, FIELD, ours.getBytes(UTF_8));
    Future<byte[]> layout = batch.commands().hget(key, FIELD);
    var unused = permitted(written, batch);
    permitted(layout, batch).ifPresent(there -> refuseOther(key, ours, new String(there, UTF_8)));
  }

  private RedisFacts together(RedisFacts other) {
    List<Map<String, String>> all = new ArrayList<>(configs);
    all.addAll(other.configs);
    OptionalInt sum =
        replicas.isPresent() && other.replicas.isPresent()
            ? OptionalInt.of(replicas.getAsInt() + other.replicas.getAsInt())
            : OptionalInt.empty();
    boolean older = other.atLeast(major(), minor());
    return new RedisFacts(older ? hello : other.hello, all, sum);
  }

  private static OptionalInt replicas(String replication) {
    Matcher connected = Pattern.compile("connected_slaves:(\\d{1,9})").matcher(replication);
    return connected.find()
        ? OptionalInt.of(Integer.parseInt(connected.group(1)))
        : OptionalInt.empty();
  }

  private static void refuse(Map<String, String> hello, RedisMode mode) {
    String actual = hello.getOrDefault("mode", "standalone");
    String wanted = mode == RedisMode.CLUSTER ? "cluster" : "standalone";
    if (!actual.equals(wanted)) {
      throw unsupported("the server runs as a " + actual + "; set mode: " + actual);
    }
    if (replica(hello) && mode != RedisMode.CLUSTER) {
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

  private static void refuseOther(String key, String ours, String layout) {
    if (layout.equals(ours)) {
      return;
    }
    String found = "the data has layout " + layout + " (" + key + ")";
    boolean known = layout.equals(LAYOUT) || layout.equals(CLUSTER_LAYOUT);
    throw unsupported(
        known
            ? found
                + " and mode: cluster has "
                + CLUSTER_LAYOUT
                + ", every other mode "
                + LAYOUT
                + "; use the mode that wrote it, or another namespace"
            : found
                + " and this driver knows "
                + ours
                + "; use the release that wrote it, or a newer one");
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
    int actual = major();
    return actual > major || (actual == major && minor() >= minor);
  }

  private int major() {
    return number(0);
  }

  private int minor() {
    return number(1);
  }

  private int number(int part) {
    Matcher parts = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(\\..*)?").matcher(version());
    return parts.matches() ? Integer.parseInt(parts.group(part + 1)) : Integer.MAX_VALUE;
  }

  /** The limits of what is stored, of {@code most} bytes unless the server takes less. */
  Traits.Builder stored(long most) {
    long bulk = number("proto-max-bulk-len", "(\\d+)");
    return Traits.builder().maxValueBytes(Math.min(most, bulk - ENVELOPE_BYTES));
  }

  /** What the server guarantees; its replicas may be trusted to lack nothing. */
  RedisGuarantees guarantees(boolean trusted, boolean fromReplicas) {
    return configs.stream()
        .map(config -> new RedisGuarantees(config, replicas, trusted, fromReplicas))
        .min(RedisGuarantees.WEAKEST)
        .orElseThrow();
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
    return configs.stream()
        .map(config -> Pattern.compile(pattern).matcher(config.getOrDefault(parameter, "")))
        .mapToLong(number -> number.find() ? Long.parseLong(number.group(1)) : Long.MAX_VALUE)
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
