/**
 * What the primitives share: the listener and what it is told, steps and sinks, results. Each
 * primitive has a package of its own beside this one.
 *
 * <p>A call is what its body does on the calling thread until it returns. One that returns a future
 * has ended before its work has: let the body wait for it, on a virtual thread if need be.
 */
@NullMarked
package io.patternsdk.concurrency;

import org.jspecify.annotations.NullMarked;
