/** Driver for NATS and JetStream. */
@NullMarked
package io.patternsdk.driver.nats;

import org.jspecify.annotations.NullMarked;
