package io.patternsdk.core.keyvalue;

import io.patternsdk.core.json.JsonValue;
import java.util.Optional;

/**
 * A place in an order of documents.
 *
 * @param value the value of the field that is ordered by; empty if it is missing, or if the order
 *     is that of keys
 * @param key the key of the document
 */
public record Position(Optional<JsonValue> value, String key) {}
