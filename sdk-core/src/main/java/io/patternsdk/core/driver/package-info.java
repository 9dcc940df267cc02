/** What a driver implements, and how drivers are found, opened and used by name. */
@NullMarked
package io.patternsdk.core.driver;

import org.jspecify.annotations.NullMarked;
