package io.patternsdk.core.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What a released artifact says of itself in {@code META-INF/io.patternsdk/<name>.properties}; a
 * resource rather than a manifest entry, because a fat jar has one manifest only.
 *
 * @param version its version; empty where it does not say
 * @param core the range of core versions it needs; empty where any will do
 * @param client the client library that it was built with, and its version; empty if there is none
 * @param needs a class of that library, by which is known whether it is there; empty if none is
 *     needed
 * @param loggers of that library, whose daily business is no operator's: warnings are heard
 */
public record DriverRelease(
    String version, String core, String client, String needs, List<String> loggers) {

  /** Copies the list. */
  public DriverRelease {
    loggers = List.copyOf(loggers);
  }

  /** Returns what the artifact of {@code provider} says of the driver. */
  public static DriverRelease of(DriverProvider provider) {
    return read(provider.getClass(), "driver-" + provider.name());
  }

  /** Returns the name of the resource that describes a driver. */
  public static String resource(DriverProvider provider) {
    return resourceOf(provider.name());
  }

  /** Returns the name of the resource that describes the driver of a name. */
  public static String resourceOf(String driver) {
    return resource("driver-" + driver);
  }

  private static String resource(String name) {
    return "META-INF/io.patternsdk/" + name + ".properties";
  }

  static DriverRelease read(Class<?> origin, String name) {
    try (InputStream in = origin.getClassLoader().getResourceAsStream(resource(name))) {
      return read(in == null ? InputStream.nullInputStream() : in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads such a resource, for a driver that is not loaded.
   *
   * @throws IllegalArgumentException if it is malformed
   */
  public static DriverRelease read(InputStream resource) throws IOException {
    Properties properties = new Properties();
    properties.load(resource);
    return new DriverRelease(
        properties.getProperty("version", ""),
        properties.getProperty("core", ""),
        properties.getProperty("client", ""),
        properties.getProperty("needs", ""),
        Stream.of(properties.getProperty("loggers", "").split(","))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList());
  }
}
