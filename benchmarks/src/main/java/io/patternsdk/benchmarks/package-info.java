/** What it costs, beside its peers. */
@NullMarked
package io.patternsdk.benchmarks;

import org.jspecify.annotations.NullMarked;
