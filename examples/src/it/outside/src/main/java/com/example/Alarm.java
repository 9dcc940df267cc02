package com.example;

import static io.patternsdk.core.filter.Filters.eq;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.multicast.MulticastReport;
import io.patternsdk.multicast.Registration;
import java.time.Duration;

/** Tells all sirens of a building. */
public final class Alarm {
  private Alarm() {}

  public static MulticastReport ring(String building) {
    try (Backend backend = DriverRegistry.load().open("embedded")) {
      MulticastRegistry registry =
          new MulticastRegistryProvider()
              .create(
                  StandaloneContext.builder()
                      .slot("registry", backend)
                      .slot("messaging", backend)
                      .build());
      registry.start();
      for (String siren : new String[] {"north", "south"}) {
        registry.register(
            Registration.of(siren)
                .metadata(JsonObject.builder().put("building", building).build()));
        registry.subscribe(siren, delivery -> System.out.println(siren + " rings"));
      }
      MulticastReport report =
          registry.multicast(
              Multicast.to(eq("building", building), "fire".getBytes(UTF_8)).confirm());
      registry.shutdown(Deadline.after(Duration.ofSeconds(10)));
      return report;
    }
  }
}
