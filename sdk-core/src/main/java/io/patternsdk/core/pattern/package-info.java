/** What a pattern implements, and what it is given. */
@NullMarked
package io.patternsdk.core.pattern;

import org.jspecify.annotations.NullMarked;
