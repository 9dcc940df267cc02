/** A driver of one's own: values as files. */
@NullMarked
package io.patternsdk.examples.filedriver;

import org.jspecify.annotations.NullMarked;
