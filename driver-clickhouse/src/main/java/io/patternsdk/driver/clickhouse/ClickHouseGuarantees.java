package io.patternsdk.driver.clickhouse;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Atomicity;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.standard.StandardCapabilities;

/**
 * What a server guarantees by the settings of its tables.
 *
 * @param facts what it says
 */
record ClickHouseGuarantees(ClickHouseFacts facts) {
  private static final String ALONE = "ReplacingMergeTree";

  /** The most that a server can guarantee of a capability. */
  static Traits most(Capability<?> capability) {
    return new ClickHouseGuarantees(new ClickHouseFacts("", ALONE, true)).of(capability);
  }

  /** What is guaranteed of a capability. */
  Traits of(Capability<?> capability) {
    Traits.Builder traits = consistent(kept());
    return (capability.equals(StandardCapabilities.TABLE_UPSERT)
            ? traits.guarantee(
                Atomicity.ITEM, "one table after the other, the progress of the writer at last")
            : traits.guarantee(Atomicity.ITEM, "points of each month are stored by themselves"))
        .build();
  }

  private Traits.Builder kept() {
    return facts.fsync()
        ? Traits.builder()
            .guarantee(
                Durability.SYNCED, "on disk before it is acknowledged (fsync_after_insert 1)")
        : Traits.builder()
            .guarantee(
                Durability.PERIODIC,
                "fsync_after_insert 0: a crash of the machine may lose what its kernel had not"
                    + " written",
                "set fsync_after_insert and fsync_part_directory of the tables, or fsync before"
                    + " they are made");
  }

  private Traits.Builder consistent(Traits.Builder traits) {
    return facts.alone()
        ? traits.guarantee(Consistency.LINEARIZABLE, "one server answers all")
        : traits.guarantee(
            Consistency.EVENTUAL,
            facts.engine() + ": a replica has what another has some time later");
  }
}
