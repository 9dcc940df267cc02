package io.patternsdk.driver.redis;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.DriverMeters;
import io.patternsdk.core.driver.Opening;
import io.patternsdk.core.driver.Subscriptions;
import io.patternsdk.core.driver.WaitingReceivers;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.Version;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.coordination.ConsumerGroups;
import io.patternsdk.core.stream.coordination.CoordinatedRetention;
import io.patternsdk.core.stream.coordination.StreamCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One connected Redis, or a cluster; owns the client and its connections. */
final class RedisDriver implements Driver {
  private final RedisConfig config;
  private final DriverContext context;
  private final RedisConnections redis;
  private final RedisChannels channels;
  private final WaitingReceivers waiting;
  private final RedisTracking tracking;
  private final Subscriptions subscriptions;
  private final RedisNames keys;
  private final RedisNames topics;
  private final RedisFacts facts;
  private final List<Runnable> closing = new ArrayList<>();
  private final Capabilities capabilities;

  private RedisDriver(RedisConfig config, DriverContext context, RedisConnections redis) {
    this.config = config;
    this.context = context;
    this.redis = redis;
    this.channels = new RedisChannels(redis);
    this.waiting = new WaitingReceivers(redis.calls(), new RedisSignals(channels));
    this.tracking = new RedisTracking(redis);
    this.subscriptions =
        new Subscriptions(
            "redis-subscriber", config.subscriberBuffer(), context.budget(), redis.calls());
    boolean cluster = config.mode() == RedisMode.CLUSTER;
    this.keys = new RedisNames(context.namespace().keyPrefix(""), cluster);
    String namespace = context.namespace().name();
    this.topics = new RedisNames(namespace.isEmpty() ? "" : namespace + ".");
    this.facts =
        Opening.on(context.clock())
            .retries(config.maxRetries())
            .open(
                () -> {
                  Deadline attempt = Deadline.after(config.mode().opening(config.connectTimeout()));
                  return RedisFacts.of(
                      redis, keys, config.mode(), redis.calls().begin().sooner(attempt));
                });
    this.capabilities = offer();
    DriverMeters.of(context).dropped(subscriptions::dropped).reconnects(redis::reconnects);
  }

  /** Connects, or fails with the reason and leaves nothing open. */
  static RedisDriver open(RedisConfig config, DriverContext context) {
    RedisConnections redis = new RedisConnections(config, context);
    try {
      return new RedisDriver(config, context, redis);
    } catch (RuntimeException | Error e) {
      redis.close(Deadline.after(config.connectTimeout()));
      throw e;
    }
  }

  private Capabilities offer() {
    RedisKeyValue keyValue = new RedisKeyValue(redis, keys);
    RedisKeyValueCas compare = new RedisKeyValueCas(redis, keys::of);
    RedisPubSub pubSub =
        new RedisPubSub(redis, channels, topics, context.envelope(), subscriptions);
    RedisQueue queue = new RedisQueue(redis, keys, topics, waiting, context.envelope(), config);
    Offers offers = new Offers(config, facts);
    offers.stored(StandardCapabilities.KEYVALUE_BASIC, keyValue);
    offers.stored(StandardCapabilities.KEYVALUE_SCAN, new RedisKeyValueScan(redis, keys));
    offers.stored(StandardCapabilities.KEYVALUE_TTL, keyValue);
    offers.stored(StandardCapabilities.KEYVALUE_BATCH, new RedisKeyValueBatch(redis, keys));
    offers.stored(StandardCapabilities.KEYVALUE_CAS, compare);
    offers.stored(StandardCapabilities.KEYVALUE_CAS_TTL, compare);
    if (facts.atLeast(6, 2)) {
      offers.stored(StandardCapabilities.KEYVALUE_MERGE, new RedisKeyValueMerge(redis, keys));
    }
    offers.passing(StandardCapabilities.PUBSUB_BASIC, pubSub);
    offers.passing(StandardCapabilities.PUBSUB_WILDCARDS, pubSub);
    if (facts.atLeast(6, 2)) {
      offers.stored(StandardCapabilities.QUEUE_BASIC, queue);
      offers.stored(StandardCapabilities.QUEUE_VISIBILITY, queue);
      offers.stored(StandardCapabilities.QUEUE_DEAD_LETTER, queue);
    }
    if (facts.atLeast(7, 0)) {
      offerStreams(offers);
    }
    return offers.all.build();
  }

  /** Capabilities, each with what this server guarantees of it. */
  private record Offers(RedisConfig config, RedisFacts facts, Capabilities.Builder all) {
    Offers(RedisConfig config, RedisFacts facts) {
      this(config, facts, Capabilities.builder());
    }

    <T> void stored(Capability<T> capability, T object) {
      Traits.Builder limits =
          facts.stored(config.maxValueBytes()).set(KeyValueCas.VERSION_BASIS, Version.Basis.VALUE);
      add(capability, object, limits);
    }

    <T> void appended(Capability<T> capability, T object) {
      Traits.Builder limits =
          facts
              .stored(config.maxValueBytes())
              .set(MessageStream.TIME_BASIS, MessageStream.TimeBasis.APPENDER);
      add(capability, object, limits);
    }

    <T> void passing(Capability<T> capability, T object) {
      add(capability, object, facts.passing(config.maxValueBytes()));
    }

    private <T> void add(Capability<T> capability, T object, Traits.Builder limits) {
      RedisGuarantees guarantees =
          facts.guarantees(config.replicasTrusted(), config.readsFromReplicas());
      all.add(capability, object, limits.with(guarantees.of(capability)).build());
    }
  }

  private void offerStreams(Offers offers) {
    RedisKeyValueCas records = new RedisKeyValueCas(redis, key -> keys.own("streams", key));
    StreamCatalog catalog = new StreamCatalog(records, config.streamPartitions());
    RedisStream streams =
        new RedisStream(redis, keys, tracking, catalog, context.envelope(), context.clock());
    ConsumerGroups groups =
        new ConsumerGroups(streams, streams, catalog, context.clock(), config.streamLease());
    CoordinatedRetention retention =
        new CoordinatedRetention(catalog, groups, streams, context.clock());
    streams.afterwards(retention::appended);
    closing.add(groups::close);
    closing.add(retention::close);
    offers.appended(StandardCapabilities.STREAM_BASIC, streams);
    offers.appended(StandardCapabilities.STREAM_CONSUMER_GROUPS, groups);
    offers.appended(StandardCapabilities.STREAM_REPLAY, streams);
    offers.appended(StandardCapabilities.STREAM_RETENTION, retention);
  }

  @Override
  public DriverInfo info() {
    String server = config.mode() == RedisMode.CLUSTER ? "Redis Cluster " : "Redis ";
    return DriverInfo.of(new RedisDriverProvider()).server(server + facts.version()).build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    Health commands = redis.calls().health(deadline, redis::check);
    Health messages = redis.calls().health(deadline, channels::check);
    Health readers = redis.calls().health(deadline, tracking::check);
    if (!commands.usable() || (messages.usable() && readers.usable())) {
      return commands;
    }
    return messages.usable()
        ? Health.degraded("waiting readers: " + readers.detail())
        : Health.degraded("subscriptions: " + messages.detail());
  }

  /** Returns the client: a {@code RedisClient}, or with a cluster a {@code RedisClusterClient}. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return Optional.of(redis.topology().client()).filter(type::isInstance).map(type::cast);
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
    if (redis.calls().close()) {
      Deadline deadline = redis.calls().deadline();
      subscriptions.close(deadline);
      waiting.close();
      tracking.close();
      redis.close(deadline);
    }
  }
}
