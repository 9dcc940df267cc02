/** Values by key, the documents among them: one small interface for each capability. */
@NullMarked
package io.patternsdk.core.keyvalue;

import org.jspecify.annotations.NullMarked;
