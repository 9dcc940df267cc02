package io.patternsdk.driver.embedded;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.DriverMeters;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.coordination.ConsumerGroups;
import io.patternsdk.core.stream.coordination.CoordinatedRetention;
import io.patternsdk.core.stream.coordination.StreamCatalog;
import io.patternsdk.driver.embedded.journal.Cleanup;
import io.patternsdk.driver.embedded.journal.DiskFile;
import io.patternsdk.driver.embedded.journal.DiskJournal;
import io.patternsdk.driver.embedded.journal.EmbeddedErrors;
import io.patternsdk.driver.embedded.journal.EmbeddedLayout;
import io.patternsdk.driver.embedded.journal.Journal;
import io.patternsdk.driver.embedded.journal.LoggedRecord;
import io.patternsdk.driver.embedded.journal.MemoryJournal;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.QueuedMessage;
import io.patternsdk.driver.embedded.journal.Sequence;
import io.patternsdk.driver.embedded.journal.StoredBlob;
import io.patternsdk.driver.embedded.journal.StoredValue;
import io.patternsdk.driver.embedded.series.EmbeddedTimeSeries;
import io.patternsdk.driver.embedded.tables.EmbeddedTables;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A backend within the process: in memory, or with a file on which every change is before it is
 * acknowledged. Each opening without a file is a store of its own; a file has one at a time.
 */
final class EmbeddedDriver implements Driver {
  private final EmbeddedConfig config;
  private final Duration timeout;
  private final DriverCalls calls;
  private final Journal journal;
  private final Scheduler scheduler;
  private final StoredQueues queues;
  private final EmbeddedStream streams;
  private final ConsumerGroups groups;
  private final CoordinatedRetention retention;
  private final EmbeddedPubSub pubSub;
  private final ChangeOrder changes;
  private final EmbeddedTables tables;
  private final Capabilities capabilities;

  private EmbeddedDriver(EmbeddedConfig config, DriverContext context, @Nullable DiskFile file) {
    MonotonicClock time = new MonotonicClock(context.clock());
    String name = "embedded-" + context.backend();
    this.config = config;
    this.timeout = context.operationTimeout();
    this.calls = new DriverCalls(context, EmbeddedErrors::unexpected);
    this.scheduler = new Scheduler(time, name + "-alarms");
    DiskJournal disk = file == null ? null : new DiskJournal(file, timeout, name + "-writer");
    this.journal = disk == null ? new MemoryJournal() : disk;
    Sequence sequence = new Sequence(journal, file == null ? time.now() : file.reserved());
    StoredValues values = new StoredValues(time, journal, journal::value, scheduler);
    this.changes = values.changes();
    StoredValues own = new StoredValues(time, journal, journal::own, scheduler);
    StreamCatalog catalog =
        new StreamCatalog(new EmbeddedKeyValueCas(own, sequence, time), config.streamPartitions());
    this.queues = new StoredQueues(time, journal, scheduler, sequence, config);
    this.streams = new EmbeddedStream(journal, time, scheduler, sequence, catalog);
    this.groups =
        new ConsumerGroups(streams, streams, catalog, context.clock(), config.streamLease());
    this.retention = new CoordinatedRetention(catalog, groups, streams, context.clock());
    streams.afterwards(retention::appended);
    this.tables = new EmbeddedTables(new EmbeddedTableHost(journal, sequence, time, scheduler));
    this.pubSub = new EmbeddedPubSub(config.subscriberBuffer(), timeout, context.budget());
    DriverMeters.of(context).dropped(pubSub::dropped);
    StoredBlobs blobs = new StoredBlobs(journal);
    EmbeddedTimeSeries series = new EmbeddedTimeSeries(journal, sequence, time);
    if (file != null && disk != null) {
      file.load(new Loading(values, own, queues, streams, tables, series, blobs));
      series.loaded();
      disk.start();
    }
    this.capabilities =
        capabilities(
            values, own, new EmbeddedBlobs(blobs, journal, sequence, time), series, sequence, time);
  }

  /** Where that goes which the file has kept. */
  private record Loading(
      StoredValues values,
      StoredValues own,
      StoredQueues queues,
      EmbeddedStream streams,
      EmbeddedTables tables,
      EmbeddedTimeSeries series,
      StoredBlobs blobs)
      implements DiskFile.Store {
    @Override
    public void value(String key, StoredValue stored) {
      values.load(key, stored);
    }

    @Override
    public void own(String key, StoredValue stored) {
      own.load(key, stored);
    }

    @Override
    public void parked(String queue, QueuedMessage parked) {
      queues.load(queue, parked);
    }

    @Override
    public void trimmed(String stream, int partition, long next) {
      streams.loadNext(stream, partition, next);
    }

    @Override
    public void appended(String stream, LoggedRecord logged) {
      streams.load(stream, logged);
    }

    @Override
    public void table(String key, byte[] value) {
      tables.load(key, value);
    }

    @Override
    public void points(String key, byte[] value) {
      series.load(key, value);
    }

    @Override
    public void blob(StoredBlob blob) {
      blobs.load(blob);
    }
  }

  /**
   * Opens a backend; the caller closes it.
   *
   * @throws io.patternsdk.core.BackendException if the file is in use (UNAVAILABLE), damaged
   *     (CORRUPT), or of another storage layout (UNSUPPORTED)
   */
  static EmbeddedDriver open(EmbeddedConfig config, DriverContext context, String disk) {
    DiskFile file = config.path().map(path -> EmbeddedLayout.open(path, disk)).orElse(null);
    try {
      return new EmbeddedDriver(config, context, file);
    } catch (RuntimeException | Error e) {
      if (file != null) {
        Cleanup.close(file, e);
      }
      throw e;
    }
  }

  private Capabilities capabilities(
      StoredValues values,
      StoredValues own,
      EmbeddedBlobs blobs,
      EmbeddedTimeSeries series,
      Sequence sequence,
      MonotonicClock time) {
    EmbeddedKeyValue keyValue = new EmbeddedKeyValue(values, sequence, time);
    EmbeddedKeyValueCas cas = new EmbeddedKeyValueCas(values, sequence, time);
    EmbeddedQueue queue = new EmbeddedQueue(queues, sequence, time, config.visibilityTimeout());
    Offers offers = new Offers(config);
    offers.add(StandardCapabilities.KEYVALUE_BASIC, keyValue);
    offers.add(StandardCapabilities.KEYVALUE_SCAN, new EmbeddedKeyValueScan(values));
    offers.add(StandardCapabilities.KEYVALUE_TTL, keyValue);
    offers.add(StandardCapabilities.KEYVALUE_BATCH, new EmbeddedKeyValueBatch(values, keyValue));
    offers.add(StandardCapabilities.KEYVALUE_CAS, cas);
    offers.add(StandardCapabilities.KEYVALUE_CAS_TTL, cas);
    offers.add(
        StandardCapabilities.KEYVALUE_WATCH,
        new EmbeddedKeyValueWatch(values, changes, time, scheduler));
    offers.add(StandardCapabilities.KEYVALUE_MERGE, new EmbeddedKeyValueMerge(own, sequence, time));
    offers.add(StandardCapabilities.DOCUMENT_QUERY, new EmbeddedDocumentQuery(values));
    offers.add(StandardCapabilities.PUBSUB_BASIC, pubSub);
    offers.add(StandardCapabilities.PUBSUB_WILDCARDS, pubSub);
    offers.add(StandardCapabilities.QUEUE_BASIC, queue);
    offers.add(StandardCapabilities.QUEUE_VISIBILITY, queue);
    offers.add(StandardCapabilities.QUEUE_DEAD_LETTER, queue);
    offers.add(StandardCapabilities.STREAM_BASIC, streams);
    offers.add(StandardCapabilities.STREAM_CONSUMER_GROUPS, groups);
    offers.add(StandardCapabilities.STREAM_REPLAY, streams);
    offers.add(StandardCapabilities.STREAM_RETENTION, retention);
    offers.add(
        StandardCapabilities.STREAM_TRANSACTIONAL,
        new EmbeddedTransactions(own, streams, sequence));
    offers.add(StandardCapabilities.CHANGEFEED_BASIC, tables.feeds());
    offers.add(StandardCapabilities.TABLE_UPSERT, tables);
    offers.add(StandardCapabilities.BLOB_BASIC, blobs);
    offers.add(StandardCapabilities.BLOB_CAS, blobs);
    offers.add(StandardCapabilities.TIMESERIES_BASIC, series);
    offers.add(StandardCapabilities.TIMESERIES_AGGREGATION, series);
    offers.add(StandardCapabilities.TIMESERIES_RETENTION, series);
    return offers.all.build();
  }

  /** Capabilities, each with what this store guarantees of it. */
  private record Offers(EmbeddedConfig config, Capabilities.Builder all) {
    Offers(EmbeddedConfig config) {
      this(config, Capabilities.builder());
    }

    <T> void add(Capability<T> capability, T object) {
      Traits traits =
          Traits.builder()
              .maxValueBytes(config.maxValueBytes())
              .with(EmbeddedGuarantees.of(capability, config.path().isPresent()))
              .build();
      all.add(capability, object, traits);
    }
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of(new EmbeddedDriverProvider())
        .client(config.path().isPresent() ? EmbeddedLayout.client() : "")
        .server(config.path().map(path -> "file " + path).orElse("memory"))
        .build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  /** Up once the disk has taken everything, or at once in memory. */
  @Override
  public Health health(Deadline deadline) {
    return calls.health(deadline, journal::check);
  }

  /** Returns when the file is closed or at the deadline; its writer ends soon after in any case. */
  @Override
  public void close() {
    Deadline deadline = Deadline.after(Deadline.current().atMost(timeout));
    pubSub.close(deadline);
    groups.close();
    retention.close();
    scheduler.close();
    journal.close(deadline);
    queues.wakeAll();
    streams.wakeAll();
    tables.wakeAll();
    changes.wakeAll();
  }
}
