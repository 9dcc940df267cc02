/** Publishing to topics and subscribing to them. */
@NullMarked
package io.patternsdk.core.pubsub;

import org.jspecify.annotations.NullMarked;
