package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLClassLoader;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Micrometer says once for each process, on a logger of its own, that a meter comes twice. */
class RegistrationTest {

  @Test
  void noMeterIsRegisteredTwiceByThreadsThatMeet() throws Exception {
    try (URLClassLoader fresh = FreshLoader.of(entry -> true)) {
      Object race =
          fresh.loadClass(RegistrationRace.class.getName()).getConstructor().newInstance();
      assertThat((List<?>) ((Supplier<?>) race).get()).isEmpty();
    }
  }
}
