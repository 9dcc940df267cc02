/** The guard of a slot as configuration says it. */
@NullMarked
package io.patternsdk.concurrency.config;

import org.jspecify.annotations.NullMarked;
