package io.patternsdk.core.queue;

import io.patternsdk.core.Message;

/**
 * A message taken from a queue.
 *
 * @param message what was enqueued
 * @param receipt what acknowledges or gives back this delivery
 * @param attempt which delivery of the message it is, from 1
 */
public record Delivery(Message message, Receipt receipt, int attempt) {}
