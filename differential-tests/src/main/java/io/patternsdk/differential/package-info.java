/** What is written here beside what others have written, on the same input. */
@NullMarked
package io.patternsdk.differential;

import org.jspecify.annotations.NullMarked;
