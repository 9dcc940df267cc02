/** What every driver keeps that offers key-value capabilities. */
@NullMarked
package io.patternsdk.testkit.contract.keyvalue;

import org.jspecify.annotations.NullMarked;
