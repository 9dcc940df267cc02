/** The primitives without the rest of the SDK: a flaky HTTP service, called by a program. */
@NullMarked
package io.patternsdk.examples.prices;

import org.jspecify.annotations.NullMarked;
