package io.patternsdk.core.keyvalue;

/**
 * A value with the version that it had when it was read.
 *
 * @param value the value, not copied
 * @param version its version
 */
@SuppressWarnings("ArrayRecordComponent")
public record Versioned(byte[] value, Version version) {}
