package io.patternsdk.core.backend;

import io.patternsdk.core.config.Location;
import io.patternsdk.core.config.Problem;
import io.patternsdk.core.driver.DriverProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/**
 * What a class loader sees of drivers: those that can be made, and what is wrong with the others. A
 * broken jar keeps no other driver from being found.
 */
record DriverScan(List<DriverProvider> found, List<Problem> broken) {
  private static final String ENTRIES = "META-INF/services/" + DriverProvider.class.getName();
  private static final int MOST = 1_000;

  static DriverScan of(ClassLoader loader) {
    DriverScan scan = new DriverScan(new ArrayList<>(), new ArrayList<>());
    Iterator<DriverProvider> providers =
        ServiceLoader.load(DriverProvider.class, loader).iterator();
    for (int i = 0; i < MOST && scan.next(providers, loader); i++) {}
    return scan;
  }

  /** Takes one more; false at the end. The loader goes on behind an entry that fails. */
  private boolean next(Iterator<DriverProvider> providers, ClassLoader loader) {
    try {
      if (!providers.hasNext()) {
        return false;
      }
      DriverProvider provider = providers.next();
      if (!provider.name().isEmpty() && provider.canOffer() != null) {
        found.add(provider);
      }
    } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
      broken.add(
          new Problem(
              Location.whole(jar(loader, String.valueOf(e.getMessage()))),
              "",
              "holds a driver that cannot be loaded: " + reason(e),
              "replace the jar, or put what it needs beside it"));
    }
    return true;
  }

  private static String reason(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    return cause instanceof NoClassDefFoundError || cause instanceof ClassNotFoundException
        ? "the class " + message.replace('/', '.') + " is missing"
        : message.replace(DriverProvider.class.getName() + ": ", "");
  }

  /** The jar whose entry the message is about. */
  private static String jar(ClassLoader loader, String message) {
    try {
      for (URL url : Collections.list(loader.getResources(ENTRIES))) {
        if (message.contains(url.toString()) || names(url).stream().anyMatch(message::contains)) {
          return shorten(url.toString());
        }
      }
    } catch (IOException e) {
      return "class path"; // whichever it is, it cannot be read again
    }
    return "class path";
  }

  private static List<String> names(URL url) throws IOException {
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  private static String shorten(String entry) {
    return entry.replaceAll("^jar:|!?/?META-INF/services/.*$", "").replaceAll("^file:", "");
  }

  /** Where a provider comes from: its jar, or its class where there is none. */
  static String origin(DriverProvider provider) {
    var source = provider.getClass().getProtectionDomain().getCodeSource();
    return source == null ? provider.getClass().getName() : source.getLocation().toString();
  }
}
