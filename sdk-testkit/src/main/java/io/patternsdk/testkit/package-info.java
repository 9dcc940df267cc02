/** Published contracts, real-server fixtures, fault proxy, movable clock. */
@NullMarked
package io.patternsdk.testkit;

import org.jspecify.annotations.NullMarked;
