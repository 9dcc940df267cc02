/**
 * The configuration of a pattern that is run: immutable records with every default applied, read
 * from any of the forms of the file.
 *
 * <p>Each record has a {@code from} that reads one section, notes every problem in it and goes on;
 * its values may be used only where nothing was noted. Nobody else makes these records: they may
 * gain components at any time, and their constructors promise nothing.
 */
@NullMarked
package io.patternsdk.lifecycle.config;

import org.jspecify.annotations.NullMarked;
