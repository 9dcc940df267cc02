package io.patternsdk.lifecycle.internal.drivers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;

/**
 * Loads a driver and its client from jars of their own, and from the class path what is in none of
 * them. So two drivers may need different versions of a library. What both sides exchange, the
 * core, is always that of the class path.
 */
public final class DriverLoader extends URLClassLoader {
  private static final String CORE = "io.patternsdk.core.";

  static {
    registerAsParallelCapable();
  }

  DriverLoader(String name, List<Path> jars, ClassLoader parent) {
    super(name, jars.stream().map(DriverLoader::url).toArray(URL[]::new), parent);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(CORE) || findResource(name.replace('.', '/') + ".class") == null) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? findClass(name) : loaded;
    }
  }

  @Override
  public URL getResource(String name) {
    URL own = findResource(name);
    return own == null ? super.getResource(name) : own;
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
