package io.patternsdk.driver.redis;

import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Durability;
import java.util.Optional;

/** Derives what survives from the server's configuration. */
final class Durabilities {
  private Durabilities() {}

  /** Adds to {@code traits} what survives of keys and queues. */
  static Traits.Builder stored(ServerFacts facts, Traits.Builder traits) {
    Optional<String> eviction = facts.eviction();
    if (eviction.isPresent()) {
      return traits.durability(
          Durability.VOLATILE, "the server evicts keys when memory is short: " + eviction.get());
    }
    String appendOnly = facts.config().get("appendonly");
    if (appendOnly == null) {
      return traits.durability(
          Durability.VOLATILE,
          "unknown: CONFIG is not permitted; the append-only file is "
              + (facts.info().getOrDefault("aof_enabled", "0").equals("1") ? "on" : "off"));
    }
    return appendOnly.equals("yes") ? appended(facts, traits) : snapshots(facts, traits);
  }

  private static Traits.Builder appended(ServerFacts facts, Traits.Builder traits) {
    return switch (facts.config().getOrDefault("appendfsync", "unknown")) {
      case "always" ->
          traits.durability(
              Durability.SYNCED, "append-only file, on disk before it is acknowledged");
      case "everysec" ->
          traits.durability(
              Durability.PERIODIC,
              "append-only file, on disk every second: a crash of the machine may lose about 1 s");
      case String sync ->
          traits.durability(
              Durability.PERIODIC,
              "append-only file, on disk when the system decides (appendfsync " + sync + ")");
    };
  }

  private static Traits.Builder snapshots(ServerFacts facts, Traits.Builder traits) {
    String save = facts.config().getOrDefault("save", "");
    return save.isEmpty()
        ? traits.durability(Durability.VOLATILE, "neither append-only file nor snapshots")
        : traits.durability(
            Durability.PERIODIC,
            "snapshots only (save " + save + "): a crash loses what came after the last one");
  }
}
