/** HTTP front: health, readiness, metrics, the routes of a pattern. */
@NullMarked
package io.patternsdk.http;

import org.jspecify.annotations.NullMarked;
