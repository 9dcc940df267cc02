package io.patternsdk.driver.redis;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.Opening;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A connected Redis; owns the client and its connections. */
public final class RedisDriver implements Driver {
  /** What the server's limit must leave for an envelope. */
  private static final long ENVELOPE_BYTES = 64 << 10;

  private final DriverContext context;
  private final RedisConfig config;
  private final RedisClient client;
  private final Connections connections;
  private final Calls calls;
  private final Channels channels;
  private final Wakeups wakeups;
  private final RedisPubSub pubSub;
  private final ServerFacts facts;
  private final Capabilities capabilities;
  private final AtomicBoolean closed = new AtomicBoolean();

  private RedisDriver(DriverContext context, RedisConfig config, RedisClient client) {
    this.context = context;
    this.config = config;
    this.client = client;
    RedisURI uri = RedisClients.uri(config, context.backend());
    this.connections = new Connections(client, uri, config.poolSize(), context.operationTimeout());
    this.calls = new Calls(connections, config.address(), context.operationTimeout());
    this.channels =
        new Channels(
            calls,
            () -> client.connectPubSubAsync(Connections.CODEC, uri),
            context.operationTimeout());
    this.wakeups = new Wakeups(channels);
    String namespace = context.namespace().name();
    StoredNames keys = new StoredNames(namespace.isEmpty() ? "" : namespace + ":");
    StoredNames topics = new StoredNames(namespace.isEmpty() ? "" : namespace + ".");
    this.pubSub =
        new RedisPubSub(
            calls,
            channels,
            topics,
            context.envelope(),
            context.operationTimeout(),
            config.subscriberBuffer());
    this.facts = Opening.on(context.clock()).retries(config.maxRetries()).open(() -> facts(keys));
    this.capabilities = offer(keys, topics);
  }

  private ServerFacts facts(StoredNames keys) {
    Deadline attempt = Deadline.after(config.connectTimeout());
    calls.connect(connections.single(), Deadline.current().sooner(attempt));
    return new ServerCheck(calls, keys).facts();
  }

  /**
   * Connects; the caller closes the driver.
   *
   * @throws OperationException if the server cannot be used, with the reason; nothing is left open
   */
  public static RedisDriver open(RedisConfig config, DriverContext context) {
    RedisClient client = RedisClients.create(config, context.backend());
    try {
      return new RedisDriver(context, config, client);
    } catch (RuntimeException | Error e) {
      RedisClients.shutdown(client, config.connectTimeout());
      throw e;
    }
  }

  private Capabilities offer(StoredNames keys, StoredNames topics) {
    long maxValue =
        facts
            .maxValueBytes()
            .map(limit -> Math.min(limit - ENVELOPE_BYTES, config.maxValueBytes()))
            .orElse(config.maxValueBytes());
    Traits stored =
        Durabilities.stored(facts, Traits.builder().maxValueBytes(maxValue))
            .set(KeyValueCas.VERSION_BASIS, Version.Basis.VALUE)
            .build();
    Traits passing =
        Traits.builder()
            .maxValueBytes(maxValue)
            .durability(Traits.Durability.VOLATILE, "nothing is stored")
            .build();
    RedisKeyValue keyValue = new RedisKeyValue(calls, keys);
    RedisKeyValueCas compare = new RedisKeyValueCas(calls, keys);
    boolean claims = facts.atLeast(6, 2);
    RedisQueue queue =
        new RedisQueue(
            new QueueSteps(calls, keys, topics),
            wakeups,
            context.envelope(),
            config.visibilityTimeout(),
            config.maxAttempts());
    return Capabilities.builder()
        .add(KEYVALUE_BASIC, keyValue, stored)
        .add(KEYVALUE_SCAN, new RedisKeyValueScan(calls, keys), stored)
        .add(KEYVALUE_TTL, keyValue, stored)
        .add(KEYVALUE_BATCH, new RedisKeyValueBatch(calls, keys), stored)
        .add(KEYVALUE_CAS, compare, stored)
        .add(KEYVALUE_CAS_TTL, compare, stored)
        .add(PUBSUB_BASIC, pubSub, passing)
        .add(PUBSUB_WILDCARDS, pubSub, passing)
        .addIf(claims, QUEUE_BASIC, queue, stored)
        .addIf(claims, QUEUE_VISIBILITY, queue, stored)
        .addIf(claims, QUEUE_DEAD_LETTER, queue, stored)
        .build();
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of(new RedisDriverProvider()).server("Redis " + facts.version()).build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    try {
      var unused = deadline.run(() -> calls.call(async -> async.ping()));
      return Health.up();
    } catch (OperationException e) {
      return Health.down(String.valueOf(e.getMessage()));
    }
  }

  /** Returns the {@link RedisClient} or the shared connection for single commands. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return Stream.of(client, connections.single().current())
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    Deadline deadline = Deadline.current().sooner(Deadline.after(context.operationTimeout()));
    pubSub.close(deadline);
    calls.close();
    wakeups.close();
    channels.close();
    connections.close();
    RedisClients.shutdown(client, deadline.remaining());
  }
}
