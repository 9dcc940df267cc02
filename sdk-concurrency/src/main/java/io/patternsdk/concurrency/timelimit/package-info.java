/** The time limit of a call. */
@NullMarked
package io.patternsdk.concurrency.timelimit;

import org.jspecify.annotations.NullMarked;
