/** How fast a program starts, and what it takes. */
@NullMarked
package io.patternsdk.benchmarks.startup;

import org.jspecify.annotations.NullMarked;
