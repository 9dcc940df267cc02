/**
 * Worker pool, fan-out, pipeline, circuit breaker, bulkhead, retry, rate and time limits, guard.
 */
@NullMarked
package io.patternsdk.concurrency;

import org.jspecify.annotations.NullMarked;
