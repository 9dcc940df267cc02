/** The fan-out: one thing done to many inputs. */
@NullMarked
package io.patternsdk.concurrency.fanout;

import org.jspecify.annotations.NullMarked;
