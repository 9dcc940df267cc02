/** How the driver dials, pools and judges its connections; for the driver alone. */
@NullMarked
package io.patternsdk.driver.postgres.connections;

import org.jspecify.annotations.NullMarked;
