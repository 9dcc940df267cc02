/** What reading and writing JSON costs. */
@NullMarked
package io.patternsdk.benchmarks.json;

import org.jspecify.annotations.NullMarked;
