package io.patternsdk.session.internal.regions;

import io.patternsdk.core.merge.StoredRecord;
import java.util.Optional;

/** Makes one record equal in two regions that differ in it. */
interface Reconciling {

  /** What became of a record. */
  enum Outcome {
    /** It was equal already. */
    EQUAL,
    /** It is equal now. */
    REPAIRED,
    /** It is over, as one of the regions alone held it. */
    DROPPED
  }

  Outcome reconcile(String key, Optional<StoredRecord> here, Optional<StoredRecord> there);
}
