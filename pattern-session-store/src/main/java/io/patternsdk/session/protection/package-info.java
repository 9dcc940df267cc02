/** How values are kept from those who read or change what a backend stores. */
@NullMarked
package io.patternsdk.session.protection;

import org.jspecify.annotations.NullMarked;
