/** Tables of typed rows: their schemas, rows as values, and what applies changes to them. */
@NullMarked
package io.patternsdk.core.table;

import org.jspecify.annotations.NullMarked;
