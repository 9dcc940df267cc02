/** The retry, and the budget that several retries share. */
@NullMarked
package io.patternsdk.concurrency.retry;

import org.jspecify.annotations.NullMarked;
