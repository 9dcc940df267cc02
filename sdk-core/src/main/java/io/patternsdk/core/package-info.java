/**
 * Capabilities, driver SPI, layers, errors, settings, filter. No third-party run-time dependency.
 */
@NullMarked
package io.patternsdk.core;

import org.jspecify.annotations.NullMarked;
