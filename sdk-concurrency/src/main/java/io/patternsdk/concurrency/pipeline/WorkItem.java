package io.patternsdk.concurrency.pipeline;

import org.jspecify.annotations.Nullable;

/**
 * An item that one thread of a parallel stage is to work on.
 *
 * @param entry the item
 * @param ticket its number, if the order of results matters
 * @param key what no other item being worked on equals, if there are keys
 * @param failure why it has no key
 */
record WorkItem(Object entry, long ticket, Object key, @Nullable Throwable failure) {}
