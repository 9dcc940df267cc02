/** The rate limiter: how often calls may begin. */
@NullMarked
package io.patternsdk.concurrency.ratelimit;

import org.jspecify.annotations.NullMarked;
