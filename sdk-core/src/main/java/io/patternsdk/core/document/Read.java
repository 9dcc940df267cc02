package io.patternsdk.core.document;

import io.patternsdk.core.json.JsonObject;

/** A document that was read and nothing else. */
record Read(String key, JsonObject json) implements Document {}
