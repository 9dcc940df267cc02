/** Records that several regions hold: what one writes is handed on to the others, in any order. */
@NullMarked
package io.patternsdk.session.regions;

import org.jspecify.annotations.NullMarked;
