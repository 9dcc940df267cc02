/** A TCP proxy in the test's own JVM whose connections can be slowed, stalled, cut and refused. */
@NullMarked
package io.patternsdk.testkit.proxy;

import org.jspecify.annotations.NullMarked;
