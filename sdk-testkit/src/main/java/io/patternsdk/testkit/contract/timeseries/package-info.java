/** What time series promise. */
@NullMarked
package io.patternsdk.testkit.contract.timeseries;

import org.jspecify.annotations.NullMarked;
