/** Watches of keys: what a stream of them has, and every change after it. */
@NullMarked
package io.patternsdk.driver.nats.watch;

import org.jspecify.annotations.NullMarked;
