package io.patternsdk.driver.embedded.journal;

import io.patternsdk.core.stream.StreamRecord;

/**
 * A record of a stream.
 *
 * @param id its number among all records of the backend, in the order of their appends
 * @param record the record
 */
public record LoggedRecord(long id, StreamRecord record) {}
