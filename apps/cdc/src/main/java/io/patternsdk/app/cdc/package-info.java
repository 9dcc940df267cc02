/** Change data capture as a program. */
@NullMarked
package io.patternsdk.app.cdc;

import org.jspecify.annotations.NullMarked;
