/** The worker pool: tasks with a queue before them and a drain. */
@NullMarked
package io.patternsdk.concurrency.pool;

import org.jspecify.annotations.NullMarked;
