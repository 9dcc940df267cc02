package io.patternsdk.driver.embedded;

import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Atomicity;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Delivery;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyValueWatch.Resumption;
import io.patternsdk.core.standard.StandardCapabilities;

/** What a store guarantees, which depends on whether it has a file. */
final class EmbeddedGuarantees {

  private EmbeddedGuarantees() {}

  /** What is guaranteed of a capability. */
  static Traits of(Capability<?> capability, boolean file) {
    if (StandardCapabilities.topics().contains(capability)) {
      return topics();
    }
    if (StandardCapabilities.streams().contains(capability)) {
      return streams(file);
    }
    if (capability.equals(StandardCapabilities.CHANGEFEED_BASIC)) {
      return feeds(file);
    }
    if (capability.equals(StandardCapabilities.KEYVALUE_WATCH)) {
      return watches();
    }
    boolean series = StandardCapabilities.series().contains(capability);
    if (series || capability.equals(StandardCapabilities.TABLE_UPSERT)) {
      return tables(file);
    }
    if (StandardCapabilities.blobs().contains(capability)) {
      return blobs(file);
    }
    return StandardCapabilities.queues().contains(capability) ? queues(file) : values(file);
  }

  private static Traits topics() {
    return Traits.builder()
        .guarantee(Durability.VOLATILE, "nothing is stored")
        .guarantee(
            Ordering.KEY, "two senders at the same moment may be heard in one order or the other")
        .guarantee(Delivery.AT_MOST_ONCE, "by whoever is subscribed and has room for it")
        .build();
  }

  private static Traits queues(boolean file) {
    return kept(file)
        .guarantee(
            Ordering.NONE, "first in the order of enqueueing; what is not acknowledged comes later")
        .guarantee(
            Delivery.AT_LEAST_ONCE, "after max_attempts deliveries a message is a dead letter")
        .build();
  }

  private static Traits streams(boolean file) {
    return kept(file)
        .guarantee(Ordering.PARTITION, "in the order of offsets")
        .guarantee(Delivery.AT_LEAST_ONCE, "from the last commit on after a crash")
        .build();
  }

  private static Traits feeds(boolean file) {
    return kept(file)
        .set(ChangeFeeds.HISTORY, ChangeFeeds.History.EVERY_CHANGE, "transactions are kept whole")
        .guarantee(Ordering.TOTAL, "one lock over all tables")
        .guarantee(Delivery.AT_LEAST_ONCE, "kept until it is confirmed")
        .build();
  }

  private static Traits watches() {
    return Traits.builder()
        .guarantee(Ordering.KEY, "in the order of the last changes of all keys")
        .set(KeyValueWatch.RESUMPTION, Resumption.DRIVER, "the order of changes is in memory")
        .build();
  }

  private static Traits tables(boolean file) {
    return kept(file)
        .guarantee(Consistency.LINEARIZABLE, "one process has the store")
        .guarantee(Atomicity.BATCH, "one change of the file")
        .build();
  }

  private static Traits blobs(boolean file) {
    return kept(file)
        .guarantee(Consistency.LINEARIZABLE, "one process has the store")
        .set(Blobs.MAX_BLOB_BYTES, file ? EmbeddedBlobs.MOST_IN_FILE : EmbeddedBlobs.MOST_IN_MEMORY)
        .build();
  }

  private static Traits values(boolean file) {
    return kept(file)
        .guarantee(Consistency.LINEARIZABLE, "one process has the store")
        .guarantee(Atomicity.ITEM, "a crash leaves the first items of a batch")
        .build();
  }

  private static Traits.Builder kept(boolean file) {
    return file
        ? Traits.builder().guarantee(Durability.SYNCED, "fsync before every acknowledgement")
        : Traits.builder()
            .guarantee(
                Durability.VOLATILE, "lost when the process ends", "set path, the file to keep it");
  }
}
