/** What becomes of the identities in a registry, as it happens. */
@NullMarked
package io.patternsdk.multicast.watch;

import org.jspecify.annotations.NullMarked;
