/** Changes of tables in the order of their transactions, from a snapshot on. */
@NullMarked
package io.patternsdk.core.changefeed;

import org.jspecify.annotations.NullMarked;
