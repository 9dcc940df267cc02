/** How a user proves with a key pair who it is. */
@NullMarked
package io.patternsdk.driver.nats.auth;

import org.jspecify.annotations.NullMarked;
