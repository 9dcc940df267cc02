package io.patternsdk.concurrency.timelimit;

import java.time.Duration;

/**
 * A time limit at one moment.
 *
 * @param limit the longest time
 * @param exceeded how many calls have ended after it since it was made
 */
public record TimeLimitSnapshot(Duration limit, long exceeded) {}
