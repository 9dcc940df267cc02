package io.patternsdk.driver.postgres;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Atomicity;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Delivery;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.ChangeFeeds.History;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyValueWatch.Resumption;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.timeseries.TimeSeriesRetention;
import io.patternsdk.driver.postgres.series.PostgresTimeSeries;
import java.util.Map;

/**
 * What a server guarantees by its settings.
 *
 * @param settings its settings by name, and under {@code standbys} how many follow it
 */
record PostgresGuarantees(Map<String, String> settings) {
  private static final String WAIT = "name the standbys in synchronous_standby_names";

  /** The most that a server can guarantee of a capability. */
  static Traits most(Capability<?> capability) {
    return new PostgresGuarantees(Map.of("synchronous_commit", "on")).of(capability);
  }

  /** What is guaranteed of a capability. */
  Traits of(Capability<?> capability) {
    if (StandardCapabilities.topics().contains(capability)) {
      return topics();
    }
    if (StandardCapabilities.streams().contains(capability)) {
      return streams();
    }
    if (capability.equals(StandardCapabilities.CHANGEFEED_BASIC)) {
      return feeds();
    }
    if (capability.equals(StandardCapabilities.KEYVALUE_WATCH)) {
      return watches();
    }
    if (StandardCapabilities.series().contains(capability)) {
      return series(capability);
    }
    if (capability.equals(StandardCapabilities.TABLE_UPSERT)) {
      return consistent(kept().guarantee(Atomicity.BATCH, "one transaction"));
    }
    return StandardCapabilities.queues().contains(capability) ? queues() : values();
  }

  private Traits feeds() {
    return kept()
        .set(ChangeFeeds.HISTORY, History.EVERY_CHANGE, "each that is in the server's log")
        .guarantee(Ordering.TOTAL, "transactions in the order of their commits")
        .guarantee(Delivery.AT_LEAST_ONCE, "the slot keeps the log until it is confirmed")
        .build();
  }

  private Traits series(Capability<?> capability) {
    Traits.Builder series = kept().guarantee(Atomicity.BATCH, "one statement");
    return consistent(
        capability.equals(StandardCapabilities.TIMESERIES_RETENTION)
            ? series.set(
                TimeSeriesRetention.GRAIN, PostgresTimeSeries.GRAIN, "a partition has a week")
            : series);
  }

  private static Traits watches() {
    return Traits.builder()
        .guarantee(Ordering.KEY, "writers of one key wait for each other")
        .set(KeyValueWatch.RESUMPTION, Resumption.BACKEND, "changes are kept for ten minutes")
        .build();
  }

  private static Traits topics() {
    return Traits.builder()
        .guarantee(Durability.VOLATILE, "nothing is kept for who does not listen")
        .guarantee(Ordering.TOTAL, "notifications come in the order of their commits")
        .guarantee(Delivery.AT_MOST_ONCE, "by whoever listens and has room for it")
        .build();
  }

  private Traits queues() {
    return kept()
        .guarantee(Ordering.NONE, "oldest first, but what another receiver holds is passed over")
        .guarantee(
            Delivery.AT_LEAST_ONCE, "after max_attempts deliveries a message is a dead letter")
        .build();
  }

  private Traits streams() {
    return kept()
        .guarantee(Ordering.PARTITION, "in the order of offsets")
        .guarantee(Delivery.AT_LEAST_ONCE, "from the last commit on after a crash")
        .build();
  }

  private Traits values() {
    return consistent(
        kept().guarantee(Atomicity.ITEM, "a batch of more than 32 MiB is several statements"));
  }

  private Traits consistent(Traits.Builder values) {
    return (mayGoBack()
            ? values.guarantee(
                Consistency.EVENTUAL, standbys() + ": one that is promoted goes back", WAIT)
            : values.guarantee(Consistency.LINEARIZABLE, "the primary answers all"))
        .build();
  }

  private Traits.Builder kept() {
    if (is("fsync", "off")) {
      return Traits.builder()
          .guarantee(
              Durability.VOLATILE,
              "fsync off: a crash of the machine may damage everything",
              "set fsync on");
    }
    if (is("synchronous_commit", "off")) {
      return Traits.builder()
          .guarantee(
              Durability.PERIODIC,
              "synchronous_commit off: a crash of the server may lose about the last second",
              "set synchronous_commit on");
    }
    if (mayGoBack()) {
      return Traits.builder()
          .guarantee(
              Durability.PERIODIC,
              standbys() + ": one that is promoted lacks the last commits",
              WAIT);
    }
    return Traits.builder()
        .guarantee(
            Durability.SYNCED,
            "on disk before it is acknowledged (fsync on, synchronous_commit "
                + setting("synchronous_commit")
                + ")"
                + torn()
                + copies());
  }

  /** Whether a standby may take over that lacks what was acknowledged. */
  private boolean mayGoBack() {
    boolean waits =
        !setting("synchronous_standby_names").isEmpty() && !is("synchronous_commit", "local");
    return !waits && !setting("standbys").matches("0?");
  }

  private String standbys() {
    return setting("standbys") + " connected, standbys follow asynchronously";
  }

  private String torn() {
    return is("full_page_writes", "off")
        ? "; full_page_writes off: a crash of the machine may damage pages that are half written"
        : "";
  }

  private String copies() {
    String names = setting("synchronous_standby_names");
    return names.isEmpty() || is("synchronous_commit", "local")
        ? "; no standby follows"
        : "; on the standbys " + names + " as well";
  }

  private boolean is(String name, String value) {
    return setting(name).equals(value);
  }

  private String setting(String name) {
    return settings.getOrDefault(name, "");
  }
}
