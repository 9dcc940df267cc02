/** The contracts of tables and of the feeds of their changes. */
@NullMarked
package io.patternsdk.testkit.contract.table;

import org.jspecify.annotations.NullMarked;
