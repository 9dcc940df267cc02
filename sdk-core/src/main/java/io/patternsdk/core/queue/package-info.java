/** Queues whose messages stay until they are acknowledged. */
@NullMarked
package io.patternsdk.core.queue;

import org.jspecify.annotations.NullMarked;
