/** What the runner puts round the calls of a slot, and how it probes them; not promised. */
@NullMarked
package io.patternsdk.lifecycle.internal.calls;

import org.jspecify.annotations.NullMarked;
