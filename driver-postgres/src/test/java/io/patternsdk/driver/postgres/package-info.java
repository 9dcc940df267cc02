/** Tests of the driver for PostgreSQL. */
@NullMarked
package io.patternsdk.driver.postgres;

import org.jspecify.annotations.NullMarked;
