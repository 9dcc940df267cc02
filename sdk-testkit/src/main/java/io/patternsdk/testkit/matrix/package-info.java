/**
 * What contract runs saw of drivers: a small file beside each driver's tests, and one page of all.
 */
@NullMarked
package io.patternsdk.testkit.matrix;

import org.jspecify.annotations.NullMarked;
