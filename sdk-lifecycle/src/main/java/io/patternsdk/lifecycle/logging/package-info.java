/** How the process logs: java.util.logging, configured in code, in lines of our own. */
@NullMarked
package io.patternsdk.lifecycle.logging;

import org.jspecify.annotations.NullMarked;
