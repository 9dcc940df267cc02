/** Races for the primitives: each class says which outcomes are right, any other fails. */
@NullMarked
package io.patternsdk.stress;

import org.jspecify.annotations.NullMarked;
