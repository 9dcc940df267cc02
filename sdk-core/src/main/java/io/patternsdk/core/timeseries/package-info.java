/** Numbers by time: points of series, written in batches, read by range and by window. */
@NullMarked
package io.patternsdk.core.timeseries;

import org.jspecify.annotations.NullMarked;
