/** Programs to start from, each run by the tests. */
@NullMarked
package io.patternsdk.examples;

import org.jspecify.annotations.NullMarked;
