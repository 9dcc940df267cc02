package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;

import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.SlotGuarantees;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Makes {@link Cdc}, with the slots {@code source, destination, state}. */
public final class CdcProvider implements PatternProvider<Cdc> {
  /** Whose changes are captured. */
  public static final String SOURCE = "source";

  /** Where they are delivered; any number. */
  public static final String DESTINATION = "destination";

  /** Who leads, and the positions of destinations that cannot keep their own. */
  public static final String STATE = "state";

  /** Returns the name of a destination: that of its backend. */
  static String destination(FilledSlot member) {
    String name = member.name();
    String before = DESTINATION + ".";
    return name.startsWith(before) ? name.substring(before.length()) : name;
  }

  @Override
  public String name() {
    return "cdc";
  }

  @Override
  public List<Slot> slots() {
    return List.of(
        Slot.required(SOURCE, CHANGEFEED_BASIC).describedAs("tells the changes of its tables"),
        Slot.many(DESTINATION).anyOf(Destinations.CHOICE).describedAs("takes the changes"),
        Slot.required(STATE, KEYVALUE_BASIC, KEYVALUE_CAS)
            .requires(Consistency.LINEARIZABLE)
            .describedAs("says who leads, and how far destinations have come"));
  }

  @Override
  public void check(Settings settings) {
    settings.read(CdcSettings::from);
  }

  @Override
  public List<String> promises(SlotGuarantees slots) {
    return List.of(
        switch (slots.least(DESTINATION, Traits.DURABILITY)) {
          case SYNCED -> "what was delivered survives a crash of any destination";
          case PERIODIC -> "a crash of a destination may lose the last of what was delivered to it";
          case VOLATILE -> "a destination that ends loses what was delivered to it";
        },
        slots.least(STATE, Traits.DURABILITY) == Durability.SYNCED
            ? "positions survive a crash of the state"
            : "a crash of the state may set positions back or lose them: changes are repeated, or"
                + " a snapshot is taken again");
  }

  @Override
  public Cdc create(PatternContext context) {
    Set<String> destinations =
        context.members(DESTINATION).stream()
            .map(CdcProvider::destination)
            .collect(Collectors.toSet());
    return new Cdc(
        context,
        context
            .settings()
            .read(
                settings -> {
                  CdcSettings read = CdcSettings.from(settings);
                  for (String name : read.routes().keySet()) {
                    if (!destinations.contains(name)) {
                      settings.problem(
                          "routes",
                          "names no destination: " + name,
                          "one of " + new TreeSet<>(destinations));
                    }
                  }
                  return read;
                }));
  }
}
