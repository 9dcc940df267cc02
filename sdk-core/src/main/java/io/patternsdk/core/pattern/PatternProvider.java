package io.patternsdk.core.pattern;

import java.util.List;

/**
 * Describes a pattern and makes it.
 *
 * @param <P> the pattern's own type, through which its routes and its users reach it
 */
public interface PatternProvider<P extends Pattern> {

  /** Returns its name in configuration, such as {@code multicast-registry}. */
  String name();

  /** Returns its slots, each with a name of its own. */
  List<Slot> slots();

  /**
   * Makes the pattern without starting it.
   *
   * @throws io.patternsdk.core.config.ConfigException if its settings are wrong, with all problems
   */
  P create(PatternContext context);
}
