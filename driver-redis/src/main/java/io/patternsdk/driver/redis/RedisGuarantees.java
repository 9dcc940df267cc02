package io.patternsdk.driver.redis;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Atomicity;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Delivery;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a server guarantees by its settings.
 *
 * @param config parameters from {@code CONFIG GET}; those that we may not ask for are absent
 * @param replicas how many replicas are connected; empty where we may not ask
 * @param trusted whether the operator says that no replica is promoted which lacks anything
 * @param fromReplicas whether reads of values may be answered by replicas
 */
record RedisGuarantees(
    Map<String, String> config, OptionalInt replicas, boolean trusted, boolean fromReplicas) {
  private static final String SYNC = "set appendonly yes and appendfsync always on the server";
  private static final String TRUST =
      "set replicas: trusted if none is ever promoted before it has everything";

  /** Those whose reads a replica may answer. */
  private static final Set<Capability<?>> READING =
      Set.of(
          StandardCapabilities.KEYVALUE_BASIC,
          StandardCapabilities.KEYVALUE_TTL,
          StandardCapabilities.KEYVALUE_BATCH);

  /** The one that promises least first. */
  static final Comparator<RedisGuarantees> WEAKEST =
      Comparator.comparing(guarantees -> guarantees.own().durability());

  private record Survival(Durability durability, String detail, String remedy) {}

  /** The most that a server can guarantee of a capability. */
  static Traits most(Capability<?> capability) {
    Traits most =
        new RedisGuarantees(
                Map.of("appendonly", "yes", "appendfsync", "always"),
                OptionalInt.of(0),
                false,
                false)
            .of(capability);
    return capability.guarantees().contains(Traits.DURABILITY)
            && !StandardCapabilities.topics().contains(capability)
        ? Traits.builder()
            .with(most)
            .guarantee(
                most.durability(),
                "with appendonly yes and appendfsync always, without replicas or with replicas:"
                    + " trusted")
            .build()
        : most;
  }

  /** What is guaranteed of a capability. */
  Traits of(Capability<?> capability) {
    if (StandardCapabilities.topics().contains(capability)) {
      return topics();
    }
    if (StandardCapabilities.streams().contains(capability)) {
      return streams();
    }
    if (StandardCapabilities.queues().contains(capability)) {
      return queues();
    }
    return fromReplicas && READING.contains(capability) ? followed() : values();
  }

  private static Traits topics() {
    return Traits.builder()
        .guarantee(Durability.VOLATILE, "nothing is stored")
        .guarantee(Ordering.TOTAL, "the server puts the messages of a topic in one order")
        .guarantee(Delivery.AT_MOST_ONCE, "by whoever is connected and has room for it")
        .build();
  }

  private Traits queues() {
    return kept()
        .guarantee(
            Ordering.NONE, "first in the order of enqueueing; what is not acknowledged comes later")
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

  private Traits followed() {
    return kept()
        .guarantee(Atomicity.ITEM, "a batch is sent as commands of at most 1,000 keys")
        .guarantee(
            Consistency.EVENTUAL,
            "a replica answers reads, and may lack the last writes, own ones too",
            "set reads: primary")
        .build();
  }

  private Traits values() {
    Traits.Builder values =
        kept().guarantee(Atomicity.ITEM, "a batch is sent as commands of at most 1,000 keys");
    return (mayGoBack()
            ? values.guarantee(
                Consistency.EVENTUAL,
                followers() + ": one that is promoted goes back to what it had received",
                TRUST)
            : values.guarantee(Consistency.LINEARIZABLE, "one server answers all, one by one"))
        .build();
  }

  private Traits.Builder kept() {
    Survival own = own();
    if (mayGoBack() && own.durability().meets(Durability.PERIODIC)) {
      own =
          new Survival(
              Durability.PERIODIC,
              own.detail() + "; " + followers() + ": one that is promoted lacks the last writes",
              TRUST);
    }
    return Traits.builder().guarantee(own.durability(), own.detail(), own.remedy());
  }

  /** Whether a replica may take over that lacks what was acknowledged. */
  private boolean mayGoBack() {
    return !trusted && replicas.orElse(1) > 0;
  }

  private String followers() {
    return replicas.isEmpty()
        ? "whether replicas follow is unknown, INFO is not permitted"
        : replicas.getAsInt() + " connected, replicas follow asynchronously";
  }

  private Survival own() {
    String policy = config.getOrDefault("maxmemory-policy", "noeviction");
    if (!config.getOrDefault("maxmemory", "0").equals("0") && !policy.equals("noeviction")) {
      return new Survival(
          Durability.VOLATILE,
          "the server evicts keys when memory is short: " + policy,
          "set maxmemory-policy noeviction on the server");
    }
    return switch (config.getOrDefault("appendonly", "unknown")) {
      case "yes" -> appended();
      case "no" -> snapshots();
      default ->
          new Survival(
              Durability.VOLATILE,
              "unknown: CONFIG is not permitted",
              "permit CONFIG GET to the user");
    };
  }

  private Survival appended() {
    return switch (config.getOrDefault("appendfsync", "unknown")) {
      case "always" ->
          new Survival(
              Durability.SYNCED, "append-only file, on disk before it is acknowledged", "");
      case "everysec" ->
          new Survival(
              Durability.PERIODIC,
              "append-only file, on disk every second: a crash of the machine may lose about 1 s",
              "set appendfsync always on the server");
      case String sync ->
          new Survival(
              Durability.PERIODIC,
              "append-only file, on disk when the system decides (appendfsync " + sync + ")",
              "set appendfsync always on the server");
    };
  }

  private Survival snapshots() {
    String save = config.getOrDefault("save", "");
    return save.isEmpty()
        ? new Survival(Durability.VOLATILE, "neither append-only file nor snapshots", SYNC)
        : new Survival(
            Durability.PERIODIC,
            "snapshots only (save " + save + "): a crash loses what came after the last one",
            SYNC);
  }
}
