/** What drivers cost, beside their clients. */
@NullMarked
package io.patternsdk.benchmarks.drivers;

import org.jspecify.annotations.NullMarked;
