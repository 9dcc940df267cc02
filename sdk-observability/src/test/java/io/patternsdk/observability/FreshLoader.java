package io.patternsdk.observability;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Predicate;

/** For what is so once in a process, or depends on the class path. */
final class FreshLoader {
  private FreshLoader() {}

  /**
   * Makes a class loader that has those entries of the class path and shares none of its classes.
   */
  static URLClassLoader of(Predicate<String> entries) {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entries)
            .map(FreshLoader::url)
            .toArray(URL[]::new);
    return new URLClassLoader(path, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
