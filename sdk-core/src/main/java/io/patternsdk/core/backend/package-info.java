/** Opening a backend by the name of its driver, and using it: what applications call. */
@NullMarked
package io.patternsdk.core.backend;

import org.jspecify.annotations.NullMarked;
