/**
 * JSON as values: one strict reader and one writer (RFC 8259), and the order in which values sort.
 *
 * <p>A {@link io.patternsdk.core.json.JsonValue} that exists can always be written, and what was
 * read is written again with the same numbers, names and order. Nothing here is lenient: a text
 * that is not JSON is refused with its line, column and path. All types are immutable and safe for
 * use by any number of threads, builders excepted.
 */
@NullMarked
package io.patternsdk.core.json;

import org.jspecify.annotations.NullMarked;
