package io.patternsdk.core.pattern;

import io.patternsdk.core.config.Settings;
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
   * Reads the pattern's settings and nothing else, so that a wrong one is reported together with
   * all others and before a backend is opened. Checks nothing by default.
   *
   * @throws io.patternsdk.core.config.ConfigException if a setting is wrong, with all problems
   */
  default void check(Settings settings) {}

  /**
   * Says what its users may rely on, as follows from what the backends in its slots guarantee: a
   * sentence each, for an operator, with the reason where there is one ({@link
   * SlotGuarantees#detail}). Nothing is promised by default.
   */
  default List<String> promises(SlotGuarantees slots) {
    return List.of();
  }

  /**
   * Makes the pattern without starting it.
   *
   * @throws io.patternsdk.core.config.ConfigException if its settings are wrong, with all problems
   */
  P create(PatternContext context);
}
