/** YAML read strictly into {@link io.patternsdk.core.config.SettingsNode} trees. */
@NullMarked
package io.patternsdk.lifecycle.internal.yaml;

import org.jspecify.annotations.NullMarked;
