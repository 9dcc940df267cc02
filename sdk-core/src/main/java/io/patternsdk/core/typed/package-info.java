/** Views of key-value, topics and queues in the types of a program instead of bytes. */
@NullMarked
package io.patternsdk.core.typed;

import org.jspecify.annotations.NullMarked;
