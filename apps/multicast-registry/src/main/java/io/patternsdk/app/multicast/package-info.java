/** The multicast registry as a program. */
@NullMarked
package io.patternsdk.app.multicast;

import org.jspecify.annotations.NullMarked;
