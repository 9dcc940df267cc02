/** What the contracts of several capabilities work with; no published surface, it may change. */
@NullMarked
package io.patternsdk.testkit.contract.internal;

import org.jspecify.annotations.NullMarked;
