package io.patternsdk.concurrency.fanout;

/**
 * What a fan-out has done since it was made, by the reports that it has given.
 *
 * @param bound how many work at a time
 * @param inputs how many inputs it got
 * @param failed how many of these failed
 * @param unfinished how many of these had not ended when nobody waited for them any more
 */
public record FanOutSnapshot(int bound, long inputs, long failed, long unfinished) {}
