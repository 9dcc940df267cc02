/** What somebody outside the SDK writes for a capability and a server of their own. */
@NullMarked
package io.patternsdk.elsewhere;

import org.jspecify.annotations.NullMarked;
