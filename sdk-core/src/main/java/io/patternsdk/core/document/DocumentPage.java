package io.patternsdk.core.document;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Some of the documents that match.
 *
 * @param documents the documents, in the requested order
 * @param next the cursor of the page that follows; empty if this is the last
 * @param total how many match in all, if that was asked for
 * @param unreadable keys met on the way whose values are not JSON objects
 */
public record DocumentPage(
    List<Document> documents, Optional<String> next, OptionalLong total, List<String> unreadable) {}
