package io.patternsdk.core.keyvalue;

import io.patternsdk.core.capability.Scan;
import io.patternsdk.core.filter.Filter;

/**
 * A planned walk over documents.
 *
 * @param entries the documents that match the part of the filter that the driver evaluates, in the
 *     requested order; the caller closes it
 * @param residual the rest of the filter, which the caller evaluates: a document matches the whole
 *     filter exactly if it is among {@code entries} and matches this
 */
public record DocumentWalk(Scan<Entry> entries, Filter residual) {}
