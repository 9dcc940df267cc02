/**
 * What several primitives are made of. Nothing here is promised: it may change or go in any
 * release, and is public for the packages beside it alone.
 */
@NullMarked
package io.patternsdk.concurrency.internal;

import org.jspecify.annotations.NullMarked;
