/** What every driver keeps that offers queues. */
@NullMarked
package io.patternsdk.testkit.contract.queue;

import org.jspecify.annotations.NullMarked;
