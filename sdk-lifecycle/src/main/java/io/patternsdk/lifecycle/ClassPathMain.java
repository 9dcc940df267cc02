package io.patternsdk.lifecycle;

import io.patternsdk.lifecycle.internal.drivers.DriverClassPath;
import io.patternsdk.lifecycle.internal.drivers.InstalledDrivers;
import io.patternsdk.lifecycle.internal.drivers.StartupCache;
import java.io.File;
import java.util.stream.Collectors;

/**
 * Tells the script that starts a program which of the installed drivers a command line needs. It
 * prints three lines: the class path of these drivers, beginning with a separator; an option of the
 * JVM for the start-up cache of just this class path; the format of the log, {@code text} or {@code
 * json}. The first two may be empty.
 *
 * <p>It complains of nothing: what is wrong with the command line or the configuration is said by
 * the program, which reads both again.
 */
public final class ClassPathMain {
  private ClassPathMain() {}

  /** Prints it for the arguments of the program. */
  public static void main(String[] args) {
    InstalledDrivers installed = InstalledDrivers.here();
    NamedDrivers named = NamedDrivers.of(System::getenv, args);
    DriverClassPath path = DriverClassPath.of(installed, named.names());
    System.out.println(
        path.jars().stream().map(jar -> File.pathSeparator + jar).collect(Collectors.joining()));
    System.out.println(StartupCache.of(installed, path.drivers(), System::getenv).option());
    System.out.println(named.json() ? "json" : "text");
  }
}
