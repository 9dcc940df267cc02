/** A pattern of one's own: of any number of processes, one leads. */
@NullMarked
package io.patternsdk.examples.leader;

import org.jspecify.annotations.NullMarked;
