/** Metrics and tracing layers. */
@NullMarked
package io.patternsdk.observability;

import org.jspecify.annotations.NullMarked;
