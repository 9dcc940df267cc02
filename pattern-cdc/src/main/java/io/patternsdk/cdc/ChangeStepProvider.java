package io.patternsdk.cdc;

import io.patternsdk.core.config.Settings;

/**
 * Makes a {@link ChangeStep}. It is found by {@link java.util.ServiceLoader}, so its jar names it
 * in {@code META-INF/services/io.patternsdk.cdc.ChangeStepProvider} and is on the class path.
 */
public interface ChangeStepProvider {

  /** Returns the name that the settings call it by. */
  String name();

  /**
   * Reads the settings of the step, noting every problem in them, and makes it. It opens nothing: a
   * check of the settings alone calls it too.
   */
  ChangeStep create(Settings settings);
}
