/** Registry of identities with multicast, as a library. */
@NullMarked
package io.patternsdk.multicast;

import org.jspecify.annotations.NullMarked;
