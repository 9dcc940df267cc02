/** The pipeline: items that pass through stages. */
@NullMarked
package io.patternsdk.concurrency.pipeline;

import org.jspecify.annotations.NullMarked;
