package io.patternsdk.multicast;

import io.patternsdk.core.document.Document;
import io.patternsdk.core.json.JsonObject;

/**
 * An identity as it was read.
 *
 * @param key its key
 * @param json its stored form
 * @param identity what that says
 * @param stored the bytes of the stored form
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by equals
record Known(String key, JsonObject json, Identity identity, byte[] stored) implements Document {}
