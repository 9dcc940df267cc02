/** Time series of the embedded backend: points in memory, and in its file where it has one. */
@NullMarked
package io.patternsdk.driver.embedded.series;

import org.jspecify.annotations.NullMarked;
