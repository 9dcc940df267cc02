/** The session store as a program. */
@NullMarked
package io.patternsdk.app.session;

import org.jspecify.annotations.NullMarked;
