/** What is put round every capability: guards, metrics, tracing, faults. */
@NullMarked
package io.patternsdk.core.layer;

import org.jspecify.annotations.NullMarked;
