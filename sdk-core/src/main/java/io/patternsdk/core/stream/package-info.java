/** Streams: logs of messages that readers and groups of consumers go through at their own pace. */
@NullMarked
package io.patternsdk.core.stream;

import org.jspecify.annotations.NullMarked;
