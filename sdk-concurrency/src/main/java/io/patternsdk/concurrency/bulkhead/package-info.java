/** The bulkhead: how many calls may run at once. */
@NullMarked
package io.patternsdk.concurrency.bulkhead;

import org.jspecify.annotations.NullMarked;
