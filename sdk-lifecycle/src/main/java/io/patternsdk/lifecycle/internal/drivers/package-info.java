/** Which drivers are installed beside a program, and how they are loaded; not promised. */
@NullMarked
package io.patternsdk.lifecycle.internal.drivers;

import org.jspecify.annotations.NullMarked;
