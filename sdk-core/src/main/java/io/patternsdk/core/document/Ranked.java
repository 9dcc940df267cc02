package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * What decides about the place of a document in an order.
 *
 * @param value its value of the field, if the order has one and the document has it
 * @param key its key in UTF-8, whose bytes are in the order of code points
 * @param document the document; none for a place where a page ended
 */
@SuppressWarnings("ArrayRecordComponent") // never compared by equals
record Ranked(@Nullable JsonValue value, byte[] key, @Nullable Document document) {}
