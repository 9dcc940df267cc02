/** Records whose fields merge by their stamps: in any order, any number of times, anywhere. */
@NullMarked
package io.patternsdk.core.merge;

import org.jspecify.annotations.NullMarked;
