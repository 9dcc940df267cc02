/** What every driver keeps that finds documents. */
@NullMarked
package io.patternsdk.testkit.contract.document;

import org.jspecify.annotations.NullMarked;
