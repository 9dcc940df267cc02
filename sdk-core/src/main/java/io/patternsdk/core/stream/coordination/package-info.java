/**
 * What drivers share to offer streams: which partition a message belongs to, what is fixed for a
 * stream, groups of consumers and retention, over compare-and-set. For drivers, not for patterns.
 */
@NullMarked
package io.patternsdk.core.stream.coordination;

import org.jspecify.annotations.NullMarked;
