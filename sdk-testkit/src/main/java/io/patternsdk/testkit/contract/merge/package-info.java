/** What records that merge promise, and histories that hold them to it. */
@NullMarked
package io.patternsdk.testkit.contract.merge;

import org.jspecify.annotations.NullMarked;
