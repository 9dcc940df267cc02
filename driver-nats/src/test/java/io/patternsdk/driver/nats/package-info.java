/** Tests of the driver for NATS. */
@NullMarked
package io.patternsdk.driver.nats;

import org.jspecify.annotations.NullMarked;
