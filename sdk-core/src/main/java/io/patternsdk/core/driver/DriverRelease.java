package io.patternsdk.core.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What a released artifact says of itself in {@code META-INF/io.patternsdk/<name>.properties}; a
 * resource rather than a manifest entry, because a fat jar has one manifest only.
 *
 * @param version its version; empty where it does not say
 * @param core the range of core versions it needs; empty where any will do
 * @param client the client library that it was built with, and its version; empty if there is none
 * @param needs a class of that library, by which is known whether it is there; empty if none is
 *     needed
 */
public record DriverRelease(String version, String core, String client, String needs) {

  /** Returns what the artifact of {@code provider} says of the driver. */
  public static DriverRelease of(DriverProvider provider) {
    return read(provider.getClass(), "driver-" + provider.name());
  }

  /** Returns the name of the resource that describes a driver. */
  public static String resource(DriverProvider provider) {
    return resource("driver-" + provider.name());
  }

  private static String resource(String name) {
    return "META-INF/io.patternsdk/" + name + ".properties";
  }

  static DriverRelease read(Class<?> origin, String name) {
    Properties properties = new Properties();
    try (InputStream in = origin.getClassLoader().getResourceAsStream(resource(name))) {
      if (in != null) {
        properties.load(in);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new DriverRelease(
        properties.getProperty("version", ""),
        properties.getProperty("core", ""),
        properties.getProperty("client", ""),
        properties.getProperty("needs", ""));
  }
}
