/** What a store of several regions tells: how they are, and who has written what. */
@NullMarked
package io.patternsdk.session.regions;

import org.jspecify.annotations.NullMarked;
