package io.patternsdk.lifecycle.config;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.patternsdk.core.config.ConfigException;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is done to a file, it is read or refused with problems, never with another error. */
class DamagedFilesTest {

  private static final String PIECES = "\t :-[]{}&*!|>'\"%@`#\n?,~$\\\u0001\uD83Dé0a<${file:x}";

  @ParameterizedTest
  @ValueSource(strings = {"complete.yaml", "pattern.yaml", "short.yaml", "ten-problems.yaml"})
  void damageIsAlwaysExplained(String name) {
    String text = Texts.resource(name);
    for (long seed = 0; seed < 500; seed++) {
      String damaged = damage(text, new Random(seed));
      assertThatCode(() -> readOrRefuse(damaged))
          .as("seed %d of %s", seed, name)
          .doesNotThrowAnyException();
    }
  }

  private static void readOrRefuse(String yaml) {
    try {
      Texts.config(yaml);
    } catch (ConfigException e) {
      if (e.problems().isEmpty()) {
        throw new AssertionError("refused without a problem", e);
      }
    }
  }

  private static String damage(String text, RandomGenerator random) {
    StringBuilder damaged = new StringBuilder(text);
    for (int i = random.nextInt(1, 5); i > 0; i--) {
      int at = random.nextInt(damaged.length());
      switch (random.nextInt(3)) {
        case 0 -> damaged.insert(at, PIECES.charAt(random.nextInt(PIECES.length())));
        case 1 -> damaged.setCharAt(at, PIECES.charAt(random.nextInt(PIECES.length())));
        default -> damaged.delete(at, Math.min(damaged.length() - 1, at + random.nextInt(40)));
      }
    }
    return damaged.toString();
  }
}
