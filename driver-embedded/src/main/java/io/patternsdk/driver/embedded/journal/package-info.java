/** What the embedded backend keeps, in memory or in a file, and how; for the driver alone. */
@NullMarked
package io.patternsdk.driver.embedded.journal;

import org.jspecify.annotations.NullMarked;
