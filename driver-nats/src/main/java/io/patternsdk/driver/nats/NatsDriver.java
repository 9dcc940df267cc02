package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_WILDCARDS;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_REPLAY;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;

import io.nats.client.Connection;
import io.nats.client.api.StreamConfiguration;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.DriverMeters;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.stream.coordination.ConsumerGroups;
import io.patternsdk.core.stream.coordination.CoordinatedRetention;
import io.patternsdk.core.stream.coordination.StreamCatalog;
import io.patternsdk.driver.nats.NatsKeyValueTtl.Ttls;
import io.patternsdk.driver.nats.watch.NatsKeyValueWatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A connected NATS; owns the connection. */
final class NatsDriver implements Driver {
  /** What the server's limit must leave for headers. */
  private static final long HEADER_BYTES = 64 << 10;

  /** What deliveries add to the headers of a queue's message. */
  private static final long DELIVERY_BYTES = 1 << 10;

  private final NatsConnections connections;
  private final ExecutorService threads;
  private final NatsPubSub pubSub;
  private final NatsFacts facts;
  private final Capabilities capabilities;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final List<Runnable> closing = new ArrayList<>();

  private NatsDriver(NatsConfig config, DriverContext context, ExecutorService threads) {
    this.threads = threads;
    this.connections = new NatsConnections(config, context, threads);
    MessageCodec codec = new MessageCodec(context.envelope());
    this.pubSub = new NatsPubSub(connections, codec, config.subscriberBuffer, context.budget());
    try {
      this.facts = NatsFacts.of(connections);
      this.capabilities = offer(config, context, codec);
      DriverMeters.of(context)
          .dropped(pubSub::dropped)
          .reconnects(connections.events()::reconnects);
    } catch (RuntimeException | Error e) {
      connections.close();
      throw e;
    }
  }

  /**
   * Connects; the caller closes the driver.
   *
   * @throws OperationException if the server cannot be used, with the reason; nothing is left open
   */
  static NatsDriver open(NatsConfig config, DriverContext context) {
    ExecutorService threads =
        Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("nats-" + context.backend() + "-", 1).factory());
    try {
      return new NatsDriver(config, context, threads);
    } catch (RuntimeException | Error e) {
      threads.shutdownNow();
      throw e;
    }
  }

  private Capabilities offer(NatsConfig config, DriverContext context, MessageCodec codec) {
    Traits passing = messageLimits().with(NatsGuarantees.topics()).build();
    Capabilities.Builder offers =
        Capabilities.builder()
            .add(PUBSUB_BASIC, pubSub, passing)
            .add(PUBSUB_WILDCARDS, pubSub, passing);
    if (facts.jetStream()) {
      if (config.replicas > 1 && !facts.clustered()) {
        throw NatsErrors.alone(config.replicas);
      }
      NatsLayout layout = new NatsLayout(context.namespace().name(), config, facts);
      ServerSync sync =
          ServerSync.of(
              config,
              connections.connection().getServerInfo().getServerId(),
              facts.clustered(),
              connections.begin().atMost(config.connectTimeout));
      offerKeys(offers, layout, sync);
      offerQueues(offers, layout, config, codec, sync);
      offerStreams(offers, layout, config, context, sync);
    }
    return offers.build();
  }

  private void offerStreams(
      Capabilities.Builder all,
      NatsLayout layout,
      NatsConfig config,
      DriverContext context,
      ServerSync sync) {
    ServerStream known = new ServerStream(connections, facts, layout.groups());
    NatsKeys keys = new NatsKeys(known, new KeySubjects(layout.groupSubjects() + "k."));
    StreamCatalog catalog = new StreamCatalog(new NatsKeyValueCas(keys), config.streamPartitions);
    StreamConfiguration wanted = layout.streams();
    NatsStream streams =
        new NatsStream(
            new ServerStream(connections, facts, wanted),
            new StreamSubjects(layout.streamSubjects(), facts.tombstones()),
            catalog,
            new ServerTime(known, layout.groupSubjects() + "t"),
            new MessageCodec(context.envelope()),
            room());
    ConsumerGroups groups =
        new ConsumerGroups(streams, streams, catalog, context.clock(), config.streamLease);
    CoordinatedRetention retention =
        new CoordinatedRetention(catalog, groups, streams, context.clock());
    streams.afterwards(retention::appended);
    closing.add(groups::close);
    closing.add(retention::close);
    Offers offers = over(wanted, all, this::messageLimits, sync);
    offers.add(STREAM_BASIC, streams);
    offers.add(STREAM_REPLAY, streams);
    offers.add(STREAM_CONSUMER_GROUPS, groups);
    offers.add(STREAM_RETENTION, retention);
  }

  /** Capabilities over one stream, each with what is guaranteed of it. */
  private record Offers(
      Capabilities.Builder all,
      Supplier<Traits.Builder> limits,
      StreamConfiguration stream,
      ServerSync sync) {
    <T> void add(Capability<T> capability, T object) {
      Traits guarantees = NatsGuarantees.of(capability, stream, sync);
      all.add(capability, object, limits.get().with(guarantees).build());
    }
  }

  private Offers over(
      StreamConfiguration wanted,
      Capabilities.Builder all,
      Supplier<Traits.Builder> limits,
      ServerSync sync) {
    return new Offers(all, limits, NatsFacts.found(connections, wanted, connections.begin()), sync);
  }

  private void offerKeys(Capabilities.Builder all, NatsLayout layout, ServerSync sync) {
    StreamConfiguration wanted = layout.keys();
    ServerStream stream = new ServerStream(connections, facts, wanted);
    NatsKeys keys = new NatsKeys(stream, new KeySubjects(layout.keySubjects()));
    NatsKeyValueCas cas = new NatsKeyValueCas(keys);
    Offers offers =
        over(
            wanted,
            all,
            () -> Traits.builder().maxValueBytes(largestBody()).set(KeyValueTtl.MIN_TTL, Ttls.STEP),
            sync);
    offers.add(KEYVALUE_BASIC, new NatsKeyValue(keys));
    offers.add(KEYVALUE_SCAN, new NatsKeyValueScan(keys));
    offers.add(KEYVALUE_BATCH, new NatsKeyValueBatch(keys));
    offers.add(KEYVALUE_CAS, cas);
    if (facts.expiring()) {
      offers.add(KEYVALUE_TTL, new NatsKeyValueTtl(keys));
      offers.add(KEYVALUE_CAS_TTL, cas);
      offers.add(KEYVALUE_WATCH, new NatsKeyValueWatch(new NatsKeyLog(keys)));
    }
  }

  private void offerQueues(
      Capabilities.Builder all,
      NatsLayout layout,
      NatsConfig config,
      MessageCodec codec,
      ServerSync sync) {
    StreamConfiguration wanted = layout.queues();
    QueueMessages messages =
        new QueueMessages(
            new ServerStream(connections, facts, wanted),
            new QueueSubjects(layout.queueSubjects(), layout.newsSubjects()),
            codec,
            config.maxAttempts,
            room() - DELIVERY_BYTES);
    NatsQueue queue = new NatsQueue(messages, config.visibilityTimeout);
    Offers offers = over(wanted, all, this::messageLimits, sync);
    offers.add(QUEUE_BASIC, queue);
    offers.add(QUEUE_VISIBILITY, queue);
    offers.add(QUEUE_DEAD_LETTER, new NatsQueueDeadLetter(messages));
  }

  /** The server's limit counts headers too. */
  private long largestBody() {
    return connections.connection().getServerInfo().getMaxPayload() - room();
  }

  /**
   * A byte of a header's name becomes six at most: encoded, and again in the order of the headers.
   * Some room is for headers of the driver's own.
   */
  private Traits.Builder messageLimits() {
    long room = room();
    return Traits.builder().maxValueBytes(largestBody()).maxHeaderBytes((room - room / 8) / 6);
  }

  /** How many bytes headers may have. */
  private long room() {
    return Math.min(HEADER_BYTES, connections.connection().getServerInfo().getMaxPayload() / 4);
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of(new NatsDriverProvider())
        .server("NATS " + facts.version() + (facts.jetStream() ? "" : " without JetStream"))
        .build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    return connections
        .calls()
        .health(deadline, () -> connections.confirm(connections.epoch(), connections.begin()));
  }

  /** Returns the {@link Connection}. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return type.isInstance(connections.connection())
        ? Optional.of(type.cast(connections.connection()))
        : Optional.empty();
  }

  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    closing.forEach(Runnable::run);
    pubSub.close(connections.calls().deadline());
    connections.close();
    threads.shutdown();
  }
}
