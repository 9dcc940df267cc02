/** A driver for ClickHouse: time series, and tables to which changes are applied. */
@NullMarked
package io.patternsdk.driver.clickhouse;

import org.jspecify.annotations.NullMarked;
