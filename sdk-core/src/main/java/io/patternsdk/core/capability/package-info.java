/** What a backend can do, as a value: capabilities, their traits, and what forwarders work with. */
@NullMarked
package io.patternsdk.core.capability;

import org.jspecify.annotations.NullMarked;
