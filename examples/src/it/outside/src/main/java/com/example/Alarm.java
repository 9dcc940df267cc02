package com.example;

import static io.patternsdk.core.filter.Filters.eq;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastReport;
import io.patternsdk.multicast.Registration;

/** Tells all sirens of a building. */
public final class Alarm {
  private Alarm() {}

  public static MulticastReport ring(String building) {
    try (Backend backend = DriverRegistry.load().open("embedded");
        MulticastRegistry registry =
            MulticastRegistry.builder().registry(backend).messaging(backend).start()) {
      for (String siren : new String[] {"north", "south"}) {
        registry.register(Registration.of(siren).metadata("building", building));
        registry.subscribe(siren, delivery -> System.out.println(siren + " rings"));
      }
      return registry.multicast(Multicast.to(eq("building", building), "fire").confirm());
    }
  }
}
