package io.patternsdk.examples;

import static io.patternsdk.core.filter.Filters.eq;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.pattern.StandaloneContext;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.MulticastRegistryProvider;
import io.patternsdk.multicast.Registration;
import java.time.Duration;

/** The multicast registry inside a program of one's own, without a runner. */
public final class RegistryAsLibrary {
  private RegistryAsLibrary() {}

  /** Registers two services, listens for one, and multicasts to it. */
  public static void main(String[] args) {
    try (var backend = DriverRegistry.load().open("embedded")) {
      MulticastRegistry registry =
          new MulticastRegistryProvider()
              .create(
                  StandaloneContext.builder()
                      .slot("registry", backend)
                      .slot("messaging", backend)
                      .build());
      registry.start();
      registry.register(
          Registration.of("dns").metadata(JsonObject.parse("{\"protocol\":\"udp\"}")));
      registry.register(
          Registration.of("http").metadata(JsonObject.parse("{\"protocol\":\"tcp\"}")));
      registry.subscribe(
          "dns", d -> System.out.println("dns got " + new String(d.payload(), UTF_8)));
      var report =
          registry.multicast(
              Multicast.to(eq("protocol", "udp"), "reload".getBytes(UTF_8)).confirm());
      System.out.println(report.outcomes());
      registry.shutdown(Deadline.after(Duration.ofSeconds(5)));
    }
  }
}
