/** {@code HttpSession} of any servlet container, kept in the session store. */
@NullMarked
package io.patternsdk.session.servlet;

import org.jspecify.annotations.NullMarked;
