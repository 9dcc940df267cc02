/** Tests of the driver for Apache Kafka. */
@NullMarked
package io.patternsdk.driver.kafka;

import org.jspecify.annotations.NullMarked;
