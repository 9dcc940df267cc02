/** Tests of the driver for Redis. */
@NullMarked
package io.patternsdk.driver.redis;

import org.jspecify.annotations.NullMarked;
