package io.patternsdk.driver.postgres;

import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.Envelope;
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
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.coordination.ConsumerGroups;
import io.patternsdk.core.stream.coordination.CoordinatedRetention;
import io.patternsdk.core.stream.coordination.StreamCatalog;
import io.patternsdk.driver.postgres.connections.PostgresConfig;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.connections.PostgresDialing;
import io.patternsdk.driver.postgres.connections.PostgresPooler;
import io.patternsdk.driver.postgres.series.PostgresTimeSeries;
import io.patternsdk.driver.postgres.tables.PostgresFeeds;
import io.patternsdk.driver.postgres.tables.PostgresTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A connected PostgreSQL; owns its connections. */
final class PostgresDriver implements Driver {
  private final PostgresConnections postgres;
  private final PostgresFacts facts;
  private final PostgresChannels channels;
  private final PostgresSignals signals;
  private final PostgresArrivals arrivals;
  private final Subscriptions subscriptions;
  private final List<Runnable> closing = new ArrayList<>();
  private final Capabilities capabilities;
  private final PostgresTimeSeries series;
  private final PostgresSweeper sweeper;

  private PostgresDriver(PostgresConnections postgres, PostgresFacts facts, DriverContext context) {
    this.postgres = postgres;
    this.facts = facts;
    this.channels = new PostgresChannels(postgres, new PostgresBodies());
    PostgresNotifier notifier = new PostgresNotifier(postgres, channels);
    this.signals = new PostgresSignals(postgres, channels, notifier);
    this.arrivals = new PostgresArrivals(postgres, channels, notifier);
    this.subscriptions =
        new Subscriptions(
            "postgres-subscriber",
            postgres.config().subscriberBuffer(),
            context.budget(),
            postgres.calls());
    this.series = new PostgresTimeSeries(postgres);
    this.capabilities = offer(context);
    this.sweeper = new PostgresSweeper(postgres, series);
    HikariPool pool = postgres.pool();
    DriverMeters.of(context)
        .dropped(subscriptions::dropped)
        .pool(
            pool::getTotalConnections,
            pool::getActiveConnections,
            pool::getThreadsAwaitingConnection);
  }

  /** Connects, or fails with the reason and leaves nothing open. */
  static PostgresDriver open(PostgresConfig config, DriverContext context) {
    PostgresDialing dialing = new PostgresDialing(config, context);
    PostgresFacts facts =
        Opening.on(context.clock())
            .retries(config.maxRetries())
            .open(
                () -> {
                  Deadline attempt = Deadline.after(config.connectTimeout());
                  return prepare(config, dialing, dialing.calls().begin().sooner(attempt));
                });
    return new PostgresDriver(new PostgresConnections(config, context, dialing), facts, context);
  }

  /** Learns what the server is, and makes its tables if it may. */
  private static PostgresFacts prepare(
      PostgresConfig config, PostgresDialing dialing, Deadline deadline) {
    try (Connection connection = dialing.connect(deadline)) {
      connection.setNetworkTimeout(Runnable::run, (int) deadline.remaining().toMillis() + 1);
      PostgresFacts facts = PostgresFacts.of(connection);
      PostgresPooler.refuse(connection, () -> dialing.connect(deadline));
      new PostgresLayout(config).prepare(connection);
      return facts;
    } catch (SQLException e) {
      throw dialing.failed(e, Effect.NONE, deadline);
    }
  }

  private Capabilities offer(DriverContext context) {
    Envelope envelope = context.envelope();
    PostgresKeyValue keyValue = new PostgresKeyValue(postgres);
    PostgresKeyValueCas compare = new PostgresKeyValueCas(postgres);
    PostgresQueue queue = new PostgresQueue(postgres, signals, envelope);
    Capabilities.Builder offered = Capabilities.builder();
    add(offered, StandardCapabilities.KEYVALUE_BASIC, keyValue);
    add(offered, StandardCapabilities.KEYVALUE_SCAN, new PostgresKeyValueScan(postgres));
    add(offered, StandardCapabilities.KEYVALUE_TTL, keyValue);
    add(offered, StandardCapabilities.KEYVALUE_BATCH, new PostgresKeyValueBatch(postgres));
    add(offered, StandardCapabilities.KEYVALUE_CAS, compare);
    add(offered, StandardCapabilities.KEYVALUE_CAS_TTL, compare);
    add(offered, StandardCapabilities.KEYVALUE_WATCH, new PostgresKeyValueWatch(postgres));
    add(offered, StandardCapabilities.KEYVALUE_MERGE, new PostgresKeyValueMerge(postgres));
    add(offered, StandardCapabilities.DOCUMENT_QUERY, new PostgresDocumentQuery(postgres));
    add(
        offered,
        StandardCapabilities.PUBSUB_BASIC,
        new PostgresPubSub(postgres, channels, envelope, subscriptions));
    add(offered, StandardCapabilities.QUEUE_BASIC, queue);
    add(offered, StandardCapabilities.QUEUE_VISIBILITY, queue);
    add(offered, StandardCapabilities.QUEUE_DEAD_LETTER, queue);
    addStreams(offered, context);
    PostgresTableHost host = new PostgresTableHost(postgres);
    PostgresFeeds feeds = new PostgresFeeds(host);
    closing.add(feeds::close);
    add(offered, StandardCapabilities.CHANGEFEED_BASIC, feeds);
    add(offered, StandardCapabilities.TABLE_UPSERT, new PostgresTables(host));
    if (host.creates()) { // partitions are made as points come
      add(offered, StandardCapabilities.TIMESERIES_BASIC, series);
      add(offered, StandardCapabilities.TIMESERIES_AGGREGATION, series);
      add(offered, StandardCapabilities.TIMESERIES_RETENTION, series);
    }
    return offered.build();
  }

  private void addStreams(Capabilities.Builder offered, DriverContext context) {
    PostgresStreamState state = new PostgresStreamState(postgres);
    StreamCatalog catalog = new StreamCatalog(state, postgres.config().streamPartitions());
    PostgresStream streams = new PostgresStream(postgres, arrivals, catalog, context.envelope());
    ConsumerGroups groups =
        new ConsumerGroups(
            streams, streams, catalog, context.clock(), postgres.config().streamLease());
    CoordinatedRetention retention =
        new CoordinatedRetention(catalog, groups, streams, context.clock());
    streams.afterwards(retention::appended);
    closing.add(groups::close);
    closing.add(retention::close);
    add(offered, StandardCapabilities.STREAM_BASIC, streams);
    add(offered, StandardCapabilities.STREAM_CONSUMER_GROUPS, groups);
    add(offered, StandardCapabilities.STREAM_REPLAY, streams);
    add(offered, StandardCapabilities.STREAM_RETENTION, retention);
  }

  private <T> void add(Capabilities.Builder offered, Capability<T> capability, T object) {
    Traits traits =
        Traits.builder()
            .maxValueBytes(postgres.config().maxValueBytes())
            .with(facts.guarantees(capability))
            .build();
    offered.add(capability, object, traits);
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of(new PostgresDriverProvider())
        .system("postgresql")
        .server("PostgreSQL " + facts.version())
        .build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    Health calls = postgres.calls().health(deadline, postgres::check);
    Health messages = postgres.calls().health(deadline, channels::check);
    return messages.usable() || !calls.usable()
        ? calls
        : Health.degraded("subscriptions: " + messages.detail());
  }

  /** Returns the {@link HikariPool}, whose connections have the driver's schema as search path. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return Optional.of(postgres.pool()).filter(type::isInstance).map(type::cast);
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
    if (postgres.calls().close()) {
      Deadline deadline = postgres.calls().deadline();
      sweeper.close(deadline);
      subscriptions.close(deadline);
      signals.waiting().close();
      arrivals.close();
      channels.close(deadline);
      postgres.close();
    }
  }
}
