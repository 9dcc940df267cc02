package io.patternsdk.lifecycle;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.NearestName;
import io.patternsdk.core.config.Problems;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.lifecycle.config.BackendConfig;
import io.patternsdk.lifecycle.internal.drivers.DriverJars;
import io.patternsdk.lifecycle.internal.drivers.InstalledDrivers;
import io.patternsdk.lifecycle.internal.drivers.PublishedDrivers;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What drivers can offer, against what is required of them. */
record Offers(DriverRegistry drivers, InstalledDrivers installed, Problems problems) {
  private static final String ON_NO_SERVER = "cannot have on any server";

  /** What the drivers offer that are loaded. */
  Offers(DriverRegistry drivers, Problems problems) {
    this(drivers, InstalledDrivers.none(), problems);
  }

  /** Checks that a backend's driver is there, and has what the backend itself is to have. */
  void check(BackendConfig backend, List<Located<String>> required) {
    Located<String> driver = backend.driver();
    if (driver.value().isEmpty()) {
      return; // its absence was noted when the file was read
    }
    if (drivers.find(driver.value()).isEmpty()) {
      problems.note(
          driver.problem(
              "is " + driver.shown() + ", and no driver here has that name" + broken(),
              howToGet(driver.value())));
    }
    refuse(required, backend, ON_NO_SERVER);
  }

  /** Checks that the driver of a backend can have, on the best of servers, what a slot needs. */
  void check(PlannedSlot slot, BackendConfig backend) {
    refuse(slot.required(), backend, ON_NO_SERVER);
    drivers
        .find(backend.driver().value())
        .ifPresent(driver -> refuseChoice(slot, backend, driver.canOffer(), ON_NO_SERVER));
  }

  /** Notes that a backend has nothing of what a slot chooses from. */
  void refuseChoice(PlannedSlot slot, BackendConfig backend, Collection<String> has, String lacks) {
    List<String> choice = slot.slot().choice().stream().map(Capability::name).toList();
    if (!choice.isEmpty() && choice.stream().noneMatch(has::contains)) {
      String needed = "one of " + String.join(", ", choice);
      Located<String> place = slot.config().name();
      problems.note(
          place.problem(
              refusal(needed, backend, lacks.replace("cannot have", "cannot have any of")),
              others(driver -> choice.stream().anyMatch(driver.canOffer()::contains), backend)));
    }
  }

  private void refuse(List<Located<String>> required, BackendConfig backend, String lacks) {
    drivers
        .find(backend.driver().value())
        .ifPresent(driver -> refuse(required, backend, driver.canOffer(), lacks));
  }

  /** Notes what is required of a backend and not among what it has. */
  void refuse(
      List<Located<String>> required, BackendConfig backend, Collection<String> has, String lacks) {
    required.stream()
        .filter(needed -> !has.contains(needed.value()))
        .forEach(
            needed ->
                problems.note(
                    needed.problem(
                        refusal(needed.value(), backend, lacks),
                        others(driver -> driver.canOffer().contains(needed.value()), backend))));
  }

  private static String refusal(String needed, BackendConfig backend, String lacks) {
    return "needs "
        + needed
        + ", which the backend "
        + backend.name().value()
        + " ("
        + backend.driver().value()
        + ") "
        + lacks;
  }

  private String others(Predicate<DriverProvider> has, BackendConfig backend) {
    List<String> able =
        reachable().stream()
            .filter(has)
            .map(DriverProvider::name)
            .filter(name -> !name.equals(backend.driver().value()))
            .toList();
    String here =
        able.isEmpty()
            ? "no other driver here has it, add the jar of one"
            : "use " + String.join(" or ", able) + ", or add the jar of a driver";
    return here + " that does" + toAdd() + ", " + where("<name>");
  }

  /** The artifacts of drivers that are published and not here. */
  private String toAdd() {
    PublishedDrivers published = PublishedDrivers.read();
    List<String> artifacts =
        published.names().stream()
            .filter(name -> !drivers.names().contains(name) && !installed.names().contains(name))
            .flatMap(name -> published.artifact(name).stream())
            .toList();
    return artifacts.isEmpty() ? "" : " (published are " + String.join(", ", artifacts) + ")";
  }

  /** All drivers that are here, whether or not the configuration names them. */
  Collection<DriverProvider> reachable() {
    return withInstalled().providers();
  }

  /** With those too that nobody has named so far, to tell what they could do. */
  private DriverRegistry withInstalled() {
    DriverRegistry all = drivers;
    for (String driver : installed.names()) {
      if (all.find(driver).isEmpty()) {
        all = DriverJars.add(all, installed, driver);
      }
    }
    return all;
  }

  /** What is wrong with jars that may hold it. */
  private String broken() {
    return drivers.broken().stream()
        .map(jar -> "; " + jar.location().file() + " " + jar.what())
        .collect(Collectors.joining());
  }

  private String howToGet(String driver) {
    PublishedDrivers published = PublishedDrivers.read();
    NavigableSet<String> here = new TreeSet<>(drivers.names());
    here.addAll(installed.names());
    Optional<String> artifact = published.artifact(driver);
    if (artifact.isEmpty()) {
      NavigableSet<String> known = new TreeSet<>(here);
      known.addAll(published.names());
      Optional<String> meant = NearestName.of(driver, known);
      if (meant.isPresent()) {
        return "did you mean " + meant.get() + "?";
      }
    }
    String found = here.isEmpty() ? "" : ", or use " + String.join(" or ", here);
    String directory = artifact.isPresent() ? driver : "<name>"; // another may be a secret
    return "add " + artifact.orElse("its jar") + " " + where(directory) + found;
  }

  private String where(String name) {
    String directory = installed.directory(name).map(path -> "in " + path + ", ").orElse("");
    return directory + "on the class path or in a directory named by --drivers";
  }
}
