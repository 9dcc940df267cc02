package io.patternsdk.core.stream;

import io.patternsdk.core.Message;
import java.time.Instant;

/**
 * A message in a stream.
 *
 * @param offset where it is
 * @param time when it was appended, by the clock that {@link MessageStream#TIME_BASIS} states, to
 *     the millisecond
 * @param message what was appended
 */
public record StreamRecord(Offset offset, Instant time, Message message) {}
