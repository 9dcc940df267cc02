/** YAML file, slot filling, runner, signals. */
@NullMarked
package io.patternsdk.lifecycle;

import org.jspecify.annotations.NullMarked;
