/** Spring Session, kept in the session store. */
@NullMarked
package io.patternsdk.session.spring;

import org.jspecify.annotations.NullMarked;
