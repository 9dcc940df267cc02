/** What the layers round a driver cost. */
@NullMarked
package io.patternsdk.benchmarks.layer;

import org.jspecify.annotations.NullMarked;
