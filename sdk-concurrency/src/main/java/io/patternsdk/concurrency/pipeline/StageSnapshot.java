package io.patternsdk.concurrency.pipeline;

/**
 * A stage of a pipeline at one moment. When nothing moves, {@code in} is the sum of {@code done},
 * {@code failed}, {@code skipped}, {@code deadLettered} and {@code waiting}.
 *
 * @param name the stage
 * @param capacity how many items wait before it; 0 if it runs on the thread of the stage before it,
 *     without a buffer
 * @param in items that have come to it
 * @param done items that it has finished well
 * @param out items that it has handed on: of a filter fewer, of batches lists
 * @param failed items that failed and stopped the pipeline
 * @param skipped items that failed and were left out
 * @param deadLettered items that failed and were handed to the consumer of dead letters
 * @param buffered items in its buffer, and those that wait for their key or for earlier ones
 * @param waiting those in its buffer and those at work; once the pipeline has ended, those that
 *     were left
 */
public record StageSnapshot(
    String name,
    int capacity,
    long in,
    long done,
    long out,
    long failed,
    long skipped,
    long deadLettered,
    long buffered,
    long waiting) {}
