/**
 * How a recorded multicast is stored and who works on it; for the registry's own use, and no
 * promise to others.
 */
@NullMarked
package io.patternsdk.multicast.recorded;

import org.jspecify.annotations.NullMarked;
