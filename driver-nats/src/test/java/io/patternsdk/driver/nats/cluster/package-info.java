/** The driver on a cluster whose members fail. */
@NullMarked
package io.patternsdk.driver.nats.cluster;

import org.jspecify.annotations.NullMarked;
