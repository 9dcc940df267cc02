package io.patternsdk.examples.leader;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;

import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import java.time.Duration;
import java.util.List;

/** The pattern {@code leader}: of any number of processes, one leads. */
public final class LeaderProvider implements PatternProvider<Leader> {

  @Override
  public String name() {
    return "leader";
  }

  @Override
  public List<Slot> slots() {
    return List.of(
        Slot.required("lease", KEYVALUE_BASIC, KEYVALUE_CAS, KEYVALUE_CAS_TTL)
            .describedAs("holds the lease of whoever leads"));
  }

  @Override
  public void check(Settings settings) {
    settings.read(LeaderSettings::from);
  }

  @Override
  public Leader create(PatternContext context) {
    return new Leader(
        context.slot("lease"), context.clock(), context.settings().read(LeaderSettings::from));
  }

  /**
   * The settings of the pattern.
   *
   * @param name what the lease says of whoever leads
   * @param lease how long it lasts without being renewed
   */
  record LeaderSettings(String name, Duration lease) {
    static LeaderSettings from(Settings settings) {
      return new LeaderSettings(
          settings.string("name").orElse("process-" + ProcessHandle.current().pid()),
          settings.duration("lease").min(Duration.ofMillis(100)).orElse(Duration.ofSeconds(10)));
    }
  }
}
