/** What the stream capabilities promise, as tests. */
@NullMarked
package io.patternsdk.testkit.contract.stream;

import org.jspecify.annotations.NullMarked;
