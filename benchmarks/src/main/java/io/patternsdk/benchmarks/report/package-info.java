/** Says which targets were met. */
@NullMarked
package io.patternsdk.benchmarks.report;

import org.jspecify.annotations.NullMarked;
