/**
 * Records that several regions hold: what one writes is handed on to the others, in any order. Not
 * promised.
 */
@NullMarked
package io.patternsdk.session.internal.regions;

import org.jspecify.annotations.NullMarked;
