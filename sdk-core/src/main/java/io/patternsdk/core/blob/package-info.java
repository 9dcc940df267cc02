/** Streams of bytes of any size by key: one small interface for each capability. */
@NullMarked
package io.patternsdk.core.blob;

import org.jspecify.annotations.NullMarked;
