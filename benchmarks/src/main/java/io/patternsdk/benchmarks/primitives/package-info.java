/** What the primitives cost, beside their peers. */
@NullMarked
package io.patternsdk.benchmarks.primitives;

import org.jspecify.annotations.NullMarked;
