package io.patternsdk.concurrency.ratelimit;

import java.time.Duration;

/**
 * A rate limiter at one moment.
 *
 * @param available how many calls may start at once
 * @param nextIn how long the next one would wait
 * @param refused how many calls it has refused since it was made, but for those past their deadline
 */
public record RateLimiterSnapshot(int available, Duration nextIn, long refused) {}
