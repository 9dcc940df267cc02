package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Location;
import java.util.Optional;

/**
 * Which pattern the file is for.
 *
 * @param name the name under which the pattern can be run
 * @param version the version that the file was written for, as text; nothing is checked against it
 * @param location where the pattern's section stands
 * @param path the dotted path of that section
 */
public record PatternConfig(
    String name, Optional<String> version, Location location, String path) {}
