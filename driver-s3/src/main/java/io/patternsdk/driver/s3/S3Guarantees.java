package io.patternsdk.driver.s3;

import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Durability;

/** What a server guarantees: Amazon's is known, of others nobody can ask. */
final class S3Guarantees {
  private static final String REMEDY =
      "set storage: trusted if the server syncs what it acknowledges and shows it at once";

  private S3Guarantees() {}

  static Traits of(S3Config config) {
    if (config.amazon()) {
      return known("as Amazon S3 documents it");
    }
    if (config.storageTrusted()) {
      return known("the operator says so: storage is trusted");
    }
    return Traits.builder()
        .guarantee(Durability.VOLATILE, "a server that does not say how it keeps", REMEDY)
        .guarantee(Consistency.EVENTUAL, "a server that does not say what a read sees", REMEDY)
        .build();
  }

  /** The most that is possible. */
  static Traits most() {
    return known("as Amazon S3 documents it");
  }

  private static Traits known(String how) {
    return Traits.builder()
        .guarantee(Durability.SYNCED, how)
        .guarantee(Consistency.LINEARIZABLE, how)
        .build();
  }
}
