package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonObject;

/**
 * A stored JSON object.
 *
 * @param key its key
 * @param json what is stored there
 */
public record Document(String key, JsonObject json) {}
