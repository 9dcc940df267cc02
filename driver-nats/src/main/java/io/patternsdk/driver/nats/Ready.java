package io.patternsdk.driver.nats;

import io.nats.client.impl.Headers;
import io.patternsdk.core.Message;
import org.jspecify.annotations.Nullable;

/**
 * A message in the form in which it is published, which is the same for each subject.
 *
 * @param message the message
 * @param headers its headers; null where the body has them
 * @param body its body
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Ready(Message message, @Nullable Headers headers, byte[] body) {}
