/** The circuit breaker, and who judges how its calls ended. */
@NullMarked
package io.patternsdk.concurrency.circuitbreaker;

import org.jspecify.annotations.NullMarked;
