/** The capabilities of the SDK as constants, with the forwarder of each. */
@NullMarked
package io.patternsdk.core.standard;

import org.jspecify.annotations.NullMarked;
