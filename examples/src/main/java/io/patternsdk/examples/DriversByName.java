package io.patternsdk.examples;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import java.time.Duration;
import java.util.Map;

/**
 * Opens a driver by its name and settings, without a runner: {@code DriversByName redis
 * addresses=redis://localhost:6379}.
 */
public final class DriversByName {
  private DriversByName() {}

  /** Opens the named driver, embedded by default, and uses what it can do. */
  public static void main(String[] args) {
    String driver = args.length > 0 ? args[0] : "embedded";
    Map<String, String> settings =
        args.length > 1 ? Map.of(args[1].split("=", 2)[0], args[1].split("=", 2)[1]) : Map.of();
    BackendOptions options =
        BackendOptions.named("example").namespace("example").settings(settings);
    try (var backend = DriverRegistry.load().open(driver, options)) {
      System.out.println(backend.info());
      System.out.println("can do " + backend.capabilities().names());
      var values = backend.require(KEYVALUE_BASIC);
      values.set("greeting", "hello".getBytes(UTF_8));
      System.out.println(new String(values.get("greeting").orElseThrow(), UTF_8));
      backend
          .find(KEYVALUE_TTL)
          .ifPresent(
              ttl -> {
                ttl.expire("greeting", Duration.ofMinutes(1));
                System.out.println("expires: " + ttl.ttl("greeting").isPresent());
              });
      values.delete("greeting");
    }
  }
}
