/** Bodies that are too large to travel: kept as blobs, with a reference in the message. */
@NullMarked
package io.patternsdk.core.claimcheck;

import org.jspecify.annotations.NullMarked;
