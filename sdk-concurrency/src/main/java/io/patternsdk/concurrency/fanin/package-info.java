/** The fan-in: several sources as one stream. */
@NullMarked
package io.patternsdk.concurrency.fanin;

import org.jspecify.annotations.NullMarked;
