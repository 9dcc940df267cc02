/** Driver for PostgreSQL. */
@NullMarked
package io.patternsdk.driver.postgres;

import org.jspecify.annotations.NullMarked;
