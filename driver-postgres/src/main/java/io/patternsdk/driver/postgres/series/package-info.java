/** Time series on PostgreSQL: points in a table that has a partition for each series and week. */
@NullMarked
package io.patternsdk.driver.postgres.series;

import org.jspecify.annotations.NullMarked;
