/** Tests of the driver for ClickHouse. */
@NullMarked
package io.patternsdk.driver.clickhouse;

import org.jspecify.annotations.NullMarked;
