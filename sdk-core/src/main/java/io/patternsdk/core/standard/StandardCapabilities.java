package io.patternsdk.core.standard;

import static io.patternsdk.core.capability.Capability.PROBED;
import static io.patternsdk.core.capability.Traits.ATOMICITY;
import static io.patternsdk.core.capability.Traits.CONSISTENCY;
import static io.patternsdk.core.capability.Traits.DELIVERY;
import static io.patternsdk.core.capability.Traits.DURABILITY;
import static io.patternsdk.core.capability.Traits.ORDERING;

import io.patternsdk.core.Message;
import io.patternsdk.core.blob.BlobCas;
import io.patternsdk.core.blob.BlobPresign;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.stream.MessageStream;
import io.patternsdk.core.stream.ReadFrom;
import io.patternsdk.core.stream.StreamConsumerGroups;
import io.patternsdk.core.stream.StreamReplay;
import io.patternsdk.core.stream.StreamRetention;
import io.patternsdk.core.stream.StreamTransactions;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.timeseries.SeriesQuery;
import io.patternsdk.core.timeseries.TimeSeries;
import io.patternsdk.core.timeseries.TimeSeriesAggregation;
import io.patternsdk.core.timeseries.TimeSeriesRetention;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The capabilities of the SDK, under the names that configuration uses. */
public final class StandardCapabilities {
  /** Single values by key: see {@link KeyValue}. */
  public static final Capability<KeyValue> KEYVALUE_BASIC =
      Capability.builder(KeyValueForwarder.NAME, KeyValue.class, KeyValueForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY)
          .operations(
              KeyValueForwarder.GET,
              KeyValueForwarder.SET,
              KeyValueForwarder.DELETE,
              KeyValueForwarder.EXISTS)
          .probe(values -> values.delete(PROBED)) // a write, of what is never there
          .build();

  /** Keys by prefix: see {@link KeyValueScan}. */
  public static final Capability<KeyValueScan> KEYVALUE_SCAN =
      Capability.builder(KeyValueScanForwarder.NAME, KeyValueScan.class, KeyValueScanForwarder::new)
          .guarantees(CONSISTENCY)
          .operations(
              KeyValueScanForwarder.KEYS,
              KeyValueScanForwarder.ENTRIES,
              KeyValueScanForwarder.COUNT)
          .build();

  /** Values that expire: see {@link KeyValueTtl}. */
  public static final Capability<KeyValueTtl> KEYVALUE_TTL =
      Capability.builder(KeyValueTtlForwarder.NAME, KeyValueTtl.class, KeyValueTtlForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY)
          .operations(
              KeyValueTtlForwarder.SET_WITH_TTL,
              KeyValueTtlForwarder.EXPIRE,
              KeyValueTtlForwarder.TTL,
              KeyValueTtlForwarder.PERSIST)
          .build();

  /** Many keys in one round trip: see {@link KeyValueBatch}. */
  public static final Capability<KeyValueBatch> KEYVALUE_BATCH =
      Capability.builder(
              KeyValueBatchForwarder.NAME, KeyValueBatch.class, KeyValueBatchForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY, ATOMICITY)
          .operations(
              KeyValueBatchForwarder.GET_ALL,
              KeyValueBatchForwarder.SET_ALL,
              KeyValueBatchForwarder.DELETE_ALL)
          .build();

  /** Compare-and-set: see {@link KeyValueCas}. */
  public static final Capability<KeyValueCas> KEYVALUE_CAS =
      Capability.builder(KeyValueCasForwarder.NAME, KeyValueCas.class, KeyValueCasForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY)
          .operations(
              KeyValueCasForwarder.SET_IF_ABSENT,
              KeyValueCasForwarder.GET_VERSIONED,
              KeyValueCasForwarder.COMPARE_AND_SET,
              KeyValueCasForwarder.COMPARE_AND_DELETE)
          .build();

  /** Compare-and-set with a TTL: see {@link KeyValueCasTtl}. */
  public static final Capability<KeyValueCasTtl> KEYVALUE_CAS_TTL =
      Capability.builder(
              KeyValueCasTtlForwarder.NAME, KeyValueCasTtl.class, KeyValueCasTtlForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY)
          .operations(
              KeyValueCasTtlForwarder.SET_IF_ABSENT_WITH_TTL,
              KeyValueCasTtlForwarder.COMPARE_AND_SET_WITH_TTL)
          .build();

  /** What becomes of keys: see {@link KeyValueWatch}. */
  public static final Capability<KeyValueWatch> KEYVALUE_WATCH =
      Capability.builder(
              KeyValueWatchForwarder.NAME, KeyValueWatch.class, KeyValueWatchForwarder::new)
          .guarantees(ORDERING)
          .operations(KeyValueWatchForwarder.WATCH, KeyValueWatchForwarder.POLL_EVENTS)
          .build();

  /** Records of fields that merge: see {@link KeyValueMerge}. */
  public static final Capability<KeyValueMerge> KEYVALUE_MERGE =
      Capability.builder(
              KeyValueMergeForwarder.NAME, KeyValueMerge.class, KeyValueMergeForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY)
          .operations(
              KeyValueMergeForwarder.MERGE,
              KeyValueMergeForwarder.READ,
              KeyValueMergeForwarder.LIST,
              KeyValueMergeForwarder.COUNT,
              KeyValueMergeForwarder.DIGEST)
          .probe(records -> records.read(PROBED))
          .build();

  /** Values that are JSON objects, found by a filter: see {@link DocumentQuery}. */
  public static final Capability<DocumentQuery> DOCUMENT_QUERY =
      Capability.builder(
              DocumentQueryForwarder.NAME, DocumentQuery.class, DocumentQueryForwarder::new)
          .guarantees(CONSISTENCY)
          .operations(DocumentQueryForwarder.INDEX, DocumentQueryForwarder.FIND)
          .build();

  /** Topics: see {@link PubSub}. */
  public static final Capability<PubSub> PUBSUB_BASIC =
      Capability.builder(PubSubForwarder.NAME, PubSub.class, PubSubForwarder::new)
          .guarantees(DURABILITY, ORDERING, DELIVERY)
          .operations(
              PubSubForwarder.PUBLISH, PubSubForwarder.PUBLISH_ALL, PubSubForwarder.SUBSCRIBE)
          .probe(topics -> topics.publish(PROBED, Message.of(new byte[0])))
          .build();

  /** Subscriptions to patterns of topics: see {@link PubSubWildcards}. */
  public static final Capability<PubSubWildcards> PUBSUB_WILDCARDS =
      Capability.builder(
              PubSubWildcardsForwarder.NAME, PubSubWildcards.class, PubSubWildcardsForwarder::new)
          .guarantees(DURABILITY, ORDERING, DELIVERY)
          .operations(PubSubWildcardsForwarder.SUBSCRIBE_PATTERN)
          .build();

  /** Queues with acknowledgement: see {@link MessageQueue}. */
  public static final Capability<MessageQueue> QUEUE_BASIC =
      Capability.builder(QueueForwarder.NAME, MessageQueue.class, QueueForwarder::new)
          .guarantees(DURABILITY, ORDERING, DELIVERY)
          .operations(
              QueueForwarder.ENQUEUE,
              QueueForwarder.RECEIVE,
              QueueForwarder.ACK,
              QueueForwarder.NACK,
              QueueForwarder.DEPTH)
          .probe(queues -> queues.depth(PROBED))
          .build();

  /** Deliveries hidden for a chosen time: see {@link QueueVisibility}. */
  public static final Capability<QueueVisibility> QUEUE_VISIBILITY =
      Capability.builder(
              QueueVisibilityForwarder.NAME, QueueVisibility.class, QueueVisibilityForwarder::new)
          .guarantees(DURABILITY, ORDERING, DELIVERY)
          .operations(QueueVisibilityForwarder.RECEIVE_VISIBLE, QueueVisibilityForwarder.EXTEND)
          .build();

  /** Messages set aside after too many attempts: see {@link QueueDeadLetter}. */
  public static final Capability<QueueDeadLetter> QUEUE_DEAD_LETTER =
      Capability.builder(
              QueueDeadLetterForwarder.NAME, QueueDeadLetter.class, QueueDeadLetterForwarder::new)
          .guarantees(DURABILITY)
          .operations(
              QueueDeadLetterForwarder.DEAD_LETTERS,
              QueueDeadLetterForwarder.DEAD_LETTER_COUNT,
              QueueDeadLetterForwarder.REDRIVE,
              QueueDeadLetterForwarder.PURGE_DEAD_LETTERS)
          .build();

  /** Logs of messages: see {@link MessageStream}. */
  public static final Capability<MessageStream> STREAM_BASIC =
      Capability.builder(StreamForwarder.NAME, MessageStream.class, StreamForwarder::new)
          .guarantees(DURABILITY, ORDERING)
          .operations(
              StreamForwarder.PARTITIONS,
              StreamForwarder.APPEND,
              StreamForwarder.APPEND_ALL,
              StreamForwarder.READ,
              StreamForwarder.POLL,
              StreamForwarder.COUNT)
          .probe(streams -> streams.count(PROBED, ReadFrom.earliest()))
          .build();

  /** Groups that share the partitions of a stream: see {@link StreamConsumerGroups}. */
  public static final Capability<StreamConsumerGroups> STREAM_CONSUMER_GROUPS =
      Capability.builder(
              StreamConsumerGroupsForwarder.NAME,
              StreamConsumerGroups.class,
              StreamConsumerGroupsForwarder::new)
          .guarantees(DURABILITY, ORDERING, DELIVERY)
          .operations(
              StreamConsumerGroupsForwarder.JOIN,
              StreamConsumerGroupsForwarder.POLL_GROUP,
              StreamConsumerGroupsForwarder.COMMIT,
              StreamConsumerGroupsForwarder.RESET,
              StreamConsumerGroupsForwarder.LAG)
          .build();

  /** Places in a stream by time: see {@link StreamReplay}. */
  public static final Capability<StreamReplay> STREAM_REPLAY =
      Capability.of(
          StreamReplayForwarder.NAME,
          StreamReplay.class,
          StreamReplayForwarder::new,
          StreamReplayForwarder.AT,
          StreamReplayForwarder.END);

  /** What a stream keeps: see {@link StreamRetention}. */
  public static final Capability<StreamRetention> STREAM_RETENTION =
      Capability.of(
          StreamRetentionForwarder.NAME,
          StreamRetention.class,
          StreamRetentionForwarder::new,
          StreamRetentionForwarder.RETAIN,
          StreamRetentionForwarder.RETENTION,
          StreamRetentionForwarder.TRIM);

  /** Appends to several streams, all or nothing: see {@link StreamTransactions}. */
  public static final Capability<StreamTransactions> STREAM_TRANSACTIONAL =
      Capability.builder(
              StreamTransactionsForwarder.NAME,
              StreamTransactions.class,
              StreamTransactionsForwarder::new)
          .guarantees(DURABILITY, ORDERING)
          .operations(
              StreamTransactionsForwarder.OPEN_WRITER, StreamTransactionsForwarder.APPEND_TOGETHER)
          .build();

  /** Changes of tables in their order: see {@link ChangeFeeds}. */
  public static final Capability<ChangeFeeds> CHANGEFEED_BASIC =
      Capability.builder(ChangeFeedForwarder.NAME, ChangeFeeds.class, ChangeFeedForwarder::new)
          .guarantees(DURABILITY, ORDERING, DELIVERY)
          .operations(ChangeFeedForwarder.OPERATIONS)
          .probe(feeds -> feeds.confirmed(PROBED))
          .build();

  /** Rows applied by key and version: see {@link TableUpsert}. */
  public static final Capability<TableUpsert> TABLE_UPSERT =
      Capability.builder(TableUpsertForwarder.NAME, TableUpsert.class, TableUpsertForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY, ATOMICITY)
          .operations(
              TableUpsertForwarder.DEFINE,
              TableUpsertForwarder.APPLY,
              TableUpsertForwarder.PROGRESS,
              TableUpsertForwarder.FIND_ROW,
              TableUpsertForwarder.COUNT_ROWS)
          .probe(tables -> tables.progress(PROBED))
          .build();

  /** Streams of bytes by key: see {@link Blobs}. */
  public static final Capability<Blobs> BLOB_BASIC =
      Capability.builder(BlobForwarder.NAME, Blobs.class, BlobForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY)
          .operations(
              BlobForwarder.PUT,
              BlobForwarder.GET,
              BlobForwarder.HEAD,
              BlobForwarder.LIST,
              BlobForwarder.DELETE,
              BlobForwarder.DELETE_ALL)
          .probe(blobs -> blobs.delete(PROBED))
          .build();

  /** Streams of bytes stored on a condition: see {@link BlobCas}. */
  public static final Capability<BlobCas> BLOB_CAS =
      Capability.builder(BlobCasForwarder.NAME, BlobCas.class, BlobCasForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY)
          .operations(BlobCasForwarder.PUT_IF_ABSENT, BlobCasForwarder.PUT_IF_UNCHANGED)
          .build();

  /** Requests for others, who have no credentials: see {@link BlobPresign}. */
  public static final Capability<BlobPresign> BLOB_PRESIGN =
      Capability.builder(BlobPresignForwarder.NAME, BlobPresign.class, BlobPresignForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY)
          .operations(BlobPresignForwarder.PRESIGN_GET, BlobPresignForwarder.PRESIGN_PUT)
          .build();

  /** Numbers by time: see {@link TimeSeries}. */
  public static final Capability<TimeSeries> TIMESERIES_BASIC =
      Capability.builder(TimeSeriesForwarder.NAME, TimeSeries.class, TimeSeriesForwarder::new)
          .guarantees(DURABILITY, CONSISTENCY, ATOMICITY)
          .operations(TimeSeriesForwarder.WRITE_POINTS, TimeSeriesForwarder.QUERY_POINTS)
          .probe(series -> series.query(SeriesQuery.of(PROBED)).toList())
          .build();

  /** Numbers by window of time: see {@link TimeSeriesAggregation}. */
  public static final Capability<TimeSeriesAggregation> TIMESERIES_AGGREGATION =
      Capability.builder(
              TimeSeriesAggregationForwarder.NAME,
              TimeSeriesAggregation.class,
              TimeSeriesAggregationForwarder::new)
          .guarantees(CONSISTENCY)
          .operations(TimeSeriesAggregationForwarder.AGGREGATE)
          .build();

  /** How long numbers are kept: see {@link TimeSeriesRetention}. */
  public static final Capability<TimeSeriesRetention> TIMESERIES_RETENTION =
      Capability.of(
          TimeSeriesRetentionForwarder.NAME,
          TimeSeriesRetention.class,
          TimeSeriesRetentionForwarder::new,
          TimeSeriesRetentionForwarder.RETAIN_POINTS,
          TimeSeriesRetentionForwarder.POINT_RETENTION,
          TimeSeriesRetentionForwarder.TRIM_POINTS);

  private static final List<Capability<?>> ALL =
      List.of(
          KEYVALUE_BASIC,
          KEYVALUE_SCAN,
          KEYVALUE_TTL,
          KEYVALUE_BATCH,
          KEYVALUE_CAS,
          KEYVALUE_CAS_TTL,
          KEYVALUE_WATCH,
          KEYVALUE_MERGE,
          DOCUMENT_QUERY,
          PUBSUB_BASIC,
          PUBSUB_WILDCARDS,
          QUEUE_BASIC,
          QUEUE_VISIBILITY,
          QUEUE_DEAD_LETTER,
          STREAM_BASIC,
          STREAM_CONSUMER_GROUPS,
          STREAM_REPLAY,
          STREAM_RETENTION,
          STREAM_TRANSACTIONAL,
          CHANGEFEED_BASIC,
          TABLE_UPSERT,
          BLOB_BASIC,
          BLOB_CAS,
          BLOB_PRESIGN,
          TIMESERIES_BASIC,
          TIMESERIES_AGGREGATION,
          TIMESERIES_RETENTION);

  private StandardCapabilities() {}

  /** Returns all of them. */
  public static List<Capability<?>> all() {
    return ALL;
  }

  /** Returns those of topics, which store nothing. */
  public static Set<Capability<?>> topics() {
    return Set.of(PUBSUB_BASIC, PUBSUB_WILDCARDS);
  }

  /** Returns those of streams. */
  public static Set<Capability<?>> streams() {
    return Set.of(
        STREAM_BASIC,
        STREAM_CONSUMER_GROUPS,
        STREAM_REPLAY,
        STREAM_RETENTION,
        STREAM_TRANSACTIONAL);
  }

  /** Returns those of blobs. */
  public static Set<Capability<?>> blobs() {
    return Set.of(BLOB_BASIC, BLOB_CAS, BLOB_PRESIGN);
  }

  /** Returns those of time series. */
  public static Set<Capability<?>> series() {
    return Set.of(TIMESERIES_BASIC, TIMESERIES_AGGREGATION, TIMESERIES_RETENTION);
  }

  /** Returns those of queues. */
  public static Set<Capability<?>> queues() {
    return Set.of(QUEUE_BASIC, QUEUE_VISIBILITY, QUEUE_DEAD_LETTER);
  }

  /** Returns the one that has this name or alias; empty if there is none. */
  public static Optional<Capability<?>> find(String name) {
    return ALL.stream().filter(c -> c.isNamed(name)).findFirst();
  }
}
