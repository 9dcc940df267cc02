package io.patternsdk.core.pubsub;

import io.patternsdk.core.Message;

/**
 * A message on its way to a topic.
 *
 * @param topic where it goes
 * @param message what goes there
 */
public record Publication(String topic, Message message) {}
