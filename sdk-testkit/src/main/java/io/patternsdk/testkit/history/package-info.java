/** Histories of what clients did and were told, and checkers of what must hold in each of them. */
@NullMarked
package io.patternsdk.testkit.history;

import org.jspecify.annotations.NullMarked;
