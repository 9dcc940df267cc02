/** Faults on cue: a layer, and a driver wrapped in it, that fail where and when a test says. */
@NullMarked
package io.patternsdk.testkit.fault;

import org.jspecify.annotations.NullMarked;
