/** Finding JSON documents by a filter on any backend that can scan keys. */
@NullMarked
package io.patternsdk.core.document;

import org.jspecify.annotations.NullMarked;
