package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.core.merge.Lifecycle.ACCESSED;
import static io.patternsdk.core.merge.Lifecycle.CREATED;
import static io.patternsdk.core.merge.Lifecycle.GROUP;
import static io.patternsdk.core.merge.Lifecycle.IDLE;

import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.StoredRecord;
import java.time.Instant;
import java.util.Optional;

/** Patches that cases begin with. */
final class Patches {
  private Patches() {}

  static Stamp stamp(long time) {
    return new Stamp(time, "node");
  }

  static Patch.Builder at(long time) {
    return Patch.at(stamp(time));
  }

  /** Creates a record that never expires. */
  static Patch.Builder created(long time) {
    return at(time).set(CREATED, 1);
  }

  static Patch.Builder created(long time, String group) {
    return created(time).set(GROUP, group);
  }

  /** Creates a record that expired long ago. */
  static Patch.Builder expired(long time) {
    return created(time).set(ACCESSED, 1).set(IDLE, 1_000);
  }

  /** A time that is not over while a case runs. */
  static long later() {
    return Instant.now().plusSeconds(86_400).toEpochMilli();
  }

  static String text(Optional<StoredRecord> record, String field) {
    return there(record).text(field).orElse("");
  }

  /** Expects that there is a record and returns it. */
  static StoredRecord there(Optional<StoredRecord> record) {
    return record.orElseThrow(() -> new AssertionError("there is no record"));
  }
}
