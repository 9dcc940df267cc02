/** What the tests and the demos of all programs have in common. */
@NullMarked
package io.patternsdk.app.testing;

import org.jspecify.annotations.NullMarked;
