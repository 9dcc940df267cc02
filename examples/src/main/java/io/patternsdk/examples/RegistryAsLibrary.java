package io.patternsdk.examples;

import static io.patternsdk.core.filter.Filters.eq;

import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.multicast.Multicast;
import io.patternsdk.multicast.MulticastRegistry;
import io.patternsdk.multicast.Registration;

/** The multicast registry inside a program of one's own, without a runner. */
public final class RegistryAsLibrary {
  private RegistryAsLibrary() {}

  /** Registers two services, listens for one, and multicasts to it. */
  public static void main(String[] args) {
    try (var backend = DriverRegistry.load().open("embedded");
        var registry = MulticastRegistry.builder().registry(backend).messaging(backend).start()) {
      registry.register(Registration.of("dns").metadata("protocol", "udp"));
      registry.register(Registration.of("http").metadata("protocol", "tcp"));
      registry.subscribe("dns", delivery -> System.out.println("dns got " + delivery.text()));
      var reload = Multicast.to(eq("protocol", "udp"), "reload");
      System.out.println(registry.multicast(reload.confirm()).outcomes());
    }
  }
}
