/**
 * Change data capture: changes of a database's tables, filtered, transformed, and delivered in
 * order.
 */
@NullMarked
package io.patternsdk.cdc;

import org.jspecify.annotations.NullMarked;
