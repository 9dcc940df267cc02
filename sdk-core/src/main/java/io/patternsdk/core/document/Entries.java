package io.patternsdk.core.document;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.keyvalue.Entry;

/** Where documents are looked for: everywhere, or where an index says that they may be. */
@FunctionalInterface
interface Entries {
  /** Starts a walk over at least all entries that match, each once; the caller closes it. */
  Scan<Entry> matching(Filter filter);
}
