/** The guard: the others round one backend, in their order. */
@NullMarked
package io.patternsdk.concurrency.guard;

import org.jspecify.annotations.NullMarked;
