/** What a driver implements, and what the core gives drivers to work with. */
@NullMarked
package io.patternsdk.core.driver;

import org.jspecify.annotations.NullMarked;
