/** Compares contenders side by side in one JVM, in short shuffled turns. */
@NullMarked
package io.patternsdk.benchmarks.paired;

import org.jspecify.annotations.NullMarked;
