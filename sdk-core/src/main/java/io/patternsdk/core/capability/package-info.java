/** What a backend can do: one small interface for each capability, and the data they exchange. */
@NullMarked
package io.patternsdk.core.capability;

import org.jspecify.annotations.NullMarked;
