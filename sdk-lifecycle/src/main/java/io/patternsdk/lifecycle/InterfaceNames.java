package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.NearestName;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The names of capabilities that a file may use, aliases included. */
final class InterfaceNames {
  private final Map<String, String> known = new TreeMap<>();

  /** Knows those of the SDK, of the pattern's slots and of the drivers. */
  InterfaceNames(List<Slot> slots, DriverRegistry drivers) {
    for (DriverProvider driver : drivers.providers()) {
      driver.canOffer().forEach(name -> known.put(name, name));
    }
    StandardCapabilities.all().forEach(this::add);
    for (Slot slot : slots) {
      slot.named().forEach(this::add);
    }
  }

  private void add(Capability<?> capability) {
    known.put(capability.name(), capability.name());
    capability.aliases().forEach(alias -> known.put(alias, capability.name()));
  }

  /** The same names without aliases; unknown ones are noted and left out. */
  List<Located<String>> resolve(List<Located<String>> written, Problems problems) {
    return written.stream()
        .filter(name -> check(name, problems))
        .map(name -> name.map(this::canonical))
        .toList();
  }

  private String canonical(String name) {
    return known.getOrDefault(name, name);
  }

  private boolean check(Located<String> name, Problems problems) {
    boolean right = known.containsKey(name.value());
    if (!right) {
      problems.note(
          name.problem(
              "names the interface " + name.shown() + ", which nobody knows",
              NearestName.hint(name.value(), known.keySet())));
    }
    return right;
  }
}
