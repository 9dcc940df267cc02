/** Tables within the process and the feeds of their changes; for the driver alone. */
@NullMarked
package io.patternsdk.driver.embedded.tables;

import org.jspecify.annotations.NullMarked;
