/** Who did what to which session, for those who have to be able to say so later. */
@NullMarked
package io.patternsdk.session.audit;

import org.jspecify.annotations.NullMarked;
