/** Resilience4j's primitives as a layer, for whoever already has instances and dashboards. */
@NullMarked
package io.patternsdk.resilience4j;

import org.jspecify.annotations.NullMarked;
