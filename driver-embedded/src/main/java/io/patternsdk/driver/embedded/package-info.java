/** In-process driver: in memory, or durable with a path. */
@NullMarked
package io.patternsdk.driver.embedded;

import org.jspecify.annotations.NullMarked;
