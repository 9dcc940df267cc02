package io.patternsdk.concurrency.pipeline;

/**
 * An item that a pipeline had accepted and not finished when it ended.
 *
 * @param stage the stage that would have been next, or was at work
 * @param item what that stage was to work on
 * @param started whether the stage had begun: then it was interrupted and may have had an effect
 */
public record UnfinishedItem(String stage, Object item, boolean started) {}
