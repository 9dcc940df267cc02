package io.patternsdk.concurrency.pipeline;

/**
 * An item that failed at a stage.
 *
 * @param stage the stage
 * @param item what the stage was to work on: a list where batches come before it
 * @param cause what was thrown
 */
public record FailedItem(String stage, Object item, Throwable cause) {}
