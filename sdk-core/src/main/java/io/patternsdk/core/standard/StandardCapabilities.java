package io.patternsdk.core.standard;

import static io.patternsdk.core.capability.Capability.PROBED;

import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.keyvalue.DocumentQuery;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.core.keyvalue.KeyValueBatch;
import io.patternsdk.core.keyvalue.KeyValueCas;
import io.patternsdk.core.keyvalue.KeyValueCasTtl;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.keyvalue.KeyValueTtl;
import io.patternsdk.core.pubsub.PubSub;
import io.patternsdk.core.pubsub.PubSubWildcards;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import java.util.List;
import java.util.Optional;

/** The capabilities of the SDK, under the names that configuration uses. */
public final class StandardCapabilities {
  /** Single values by key: see {@link KeyValue}. */
  public static final Capability<KeyValue> KEYVALUE_BASIC =
      Capability.of(KeyValueForwarder.NAME, KeyValue.class, KeyValueForwarder::new)
          .probedBy(values -> values.delete(PROBED)); // a write, of what is never there

  /** Keys by prefix: see {@link KeyValueScan}. */
  public static final Capability<KeyValueScan> KEYVALUE_SCAN =
      Capability.of(KeyValueScanForwarder.NAME, KeyValueScan.class, KeyValueScanForwarder::new);

  /** Values that expire: see {@link KeyValueTtl}. */
  public static final Capability<KeyValueTtl> KEYVALUE_TTL =
      Capability.of(KeyValueTtlForwarder.NAME, KeyValueTtl.class, KeyValueTtlForwarder::new);

  /** Many keys in one round trip: see {@link KeyValueBatch}. */
  public static final Capability<KeyValueBatch> KEYVALUE_BATCH =
      Capability.of(KeyValueBatchForwarder.NAME, KeyValueBatch.class, KeyValueBatchForwarder::new);

  /** Compare-and-set: see {@link KeyValueCas}. */
  public static final Capability<KeyValueCas> KEYVALUE_CAS =
      Capability.of(KeyValueCasForwarder.NAME, KeyValueCas.class, KeyValueCasForwarder::new);

  /** Compare-and-set with a TTL: see {@link KeyValueCasTtl}. */
  public static final Capability<KeyValueCasTtl> KEYVALUE_CAS_TTL =
      Capability.of(
          KeyValueCasTtlForwarder.NAME, KeyValueCasTtl.class, KeyValueCasTtlForwarder::new);

  /** Values that are JSON objects, found by a filter: see {@link DocumentQuery}. */
  public static final Capability<DocumentQuery> DOCUMENT_QUERY =
      Capability.of(DocumentQueryForwarder.NAME, DocumentQuery.class, DocumentQueryForwarder::new);

  /** Topics: see {@link PubSub}. */
  public static final Capability<PubSub> PUBSUB_BASIC =
      Capability.of(PubSubForwarder.NAME, PubSub.class, PubSubForwarder::new)
          .probedBy(topics -> topics.publish(PROBED, Message.of(new byte[0])));

  /** Subscriptions to patterns of topics: see {@link PubSubWildcards}. */
  public static final Capability<PubSubWildcards> PUBSUB_WILDCARDS =
      Capability.of(
          PubSubWildcardsForwarder.NAME, PubSubWildcards.class, PubSubWildcardsForwarder::new);

  /** Queues with acknowledgement: see {@link MessageQueue}. */
  public static final Capability<MessageQueue> QUEUE_BASIC =
      Capability.of(QueueForwarder.NAME, MessageQueue.class, QueueForwarder::new)
          .probedBy(queues -> queues.depth(PROBED));

  /** Deliveries hidden for a chosen time: see {@link QueueVisibility}. */
  public static final Capability<QueueVisibility> QUEUE_VISIBILITY =
      Capability.of(
          QueueVisibilityForwarder.NAME, QueueVisibility.class, QueueVisibilityForwarder::new);

  /** Messages set aside after too many attempts: see {@link QueueDeadLetter}. */
  public static final Capability<QueueDeadLetter> QUEUE_DEAD_LETTER =
      Capability.of(
          QueueDeadLetterForwarder.NAME, QueueDeadLetter.class, QueueDeadLetterForwarder::new);

  private static final List<Capability<?>> ALL =
      List.of(
          KEYVALUE_BASIC,
          KEYVALUE_SCAN,
          KEYVALUE_TTL,
          KEYVALUE_BATCH,
          KEYVALUE_CAS,
          KEYVALUE_CAS_TTL,
          DOCUMENT_QUERY,
          PUBSUB_BASIC,
          PUBSUB_WILDCARDS,
          QUEUE_BASIC,
          QUEUE_VISIBILITY,
          QUEUE_DEAD_LETTER);

  private StandardCapabilities() {}

  /** Returns all of them. */
  public static List<Capability<?>> all() {
    return ALL;
  }

  /** Returns the one that has this name or alias; empty if there is none. */
  public static Optional<Capability<?>> find(String name) {
    return ALL.stream()
        .filter(c -> c.name().equals(name) || c.aliases().contains(name))
        .findFirst();
  }
}
