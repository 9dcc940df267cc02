/**
 * Worker pool, fan-out, fan-in, pipeline, circuit breaker, bulkhead, retry, rate and time limits,
 * guard.
 */
@NullMarked
package io.patternsdk.concurrency;

import org.jspecify.annotations.NullMarked;
