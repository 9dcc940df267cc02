/** What the multicast registry costs, beside clients used by hand. */
@NullMarked
package io.patternsdk.benchmarks.registry;

import org.jspecify.annotations.NullMarked;
