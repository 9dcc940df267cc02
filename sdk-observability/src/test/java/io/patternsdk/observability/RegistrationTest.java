package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Micrometer says once for each process, on a logger of its own, that a meter comes twice. */
class RegistrationTest {

  @Test
  void noMeterIsRegisteredTwiceByThreadsThatMeet() throws Exception {
    URL[] path =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(RegistrationTest::url)
            .toArray(URL[]::new);
    try (URLClassLoader fresh = new URLClassLoader(path, ClassLoader.getPlatformClassLoader())) {
      Object race =
          fresh.loadClass(RegistrationRace.class.getName()).getConstructor().newInstance();
      assertThat((Object) ((Supplier<?>) race).get()).asList().isEmpty();
    }
  }

  private static URL url(String entry) {
    try {
      return Path.of(entry).toUri().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
