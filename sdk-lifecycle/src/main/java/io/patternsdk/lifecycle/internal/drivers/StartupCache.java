package io.patternsdk.lifecycle.internal.drivers;

import io.patternsdk.core.config.Placeholders.Environment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM loads, links and learns while a program starts, kept for the next time. A JDK 25
 * makes an AOT cache, an older one an archive of classes; both are good for one class path and one
 * JVM only.
 *
 * @param file where it is kept; null where there is no such place
 * @param training whether it is to be made
 */
public record StartupCache(@Nullable Path file, boolean training) {
  /** The environment variable that asks for making one, by any value. */
  public static final String TRAINING = "PATTERN_TRAIN";

  private static final boolean AHEAD_OF_TIME = Runtime.version().feature() >= 25;

  public static StartupCache of(
      InstalledDrivers installed, List<String> drivers, Environment environment) {
    Path home = installed.home();
    String training = environment.variable(TRAINING);
    return new StartupCache(
        home == null ? null : home.resolve("cache").resolve(name(drivers)),
        training != null && !training.isEmpty());
  }

  private static String name(List<String> drivers) {
    String names = drivers.isEmpty() ? "none" : String.join("+", drivers);
    return names + "-" + Runtime.version() + (AHEAD_OF_TIME ? ".aot" : ".jsa");
  }

  /** The option that makes or uses it; empty where there is none. */
  public String option() {
    if (file == null || (!training && !Files.exists(file))) {
      return "";
    }
    return training ? making() + file : using() + file;
  }

  private static String making() {
    return AHEAD_OF_TIME ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=";
  }

  private static String using() {
    return AHEAD_OF_TIME ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=";
  }
}
