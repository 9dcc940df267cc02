package io.patternsdk.core.driver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NameEncodingTest {
  private final NameEncoding encoding = NameEncoding.of("-_/.", '=');

  @Test
  void plainNamesStayAndOthersAreEscaped() {
    assertThat(encoding.encode("a-B_9/.")).isEqualTo("a-B_9/.");
    assertThat(encoding.encode("a b=é")).isEqualTo("a=20b=3d=c3=a9");
  }

  @Test
  void everyNameSurvivesAndKeepsItsPrefixes() {
    Random random = new Random(5);
    for (int round = 0; round < 5_000; round++) {
      String prefix = name(random);
      String whole = prefix + name(random);
      assertThat(encoding.decode(encoding.encode(whole))).isEqualTo(whole);
      assertThat(encoding.encode(whole)).startsWith(encoding.encode(prefix)).matches("[-_/.=\\w]*");
    }
  }

  @Test
  void whatNothingEncodesToIsRefused() {
    for (String wrong : new String[] {"a=2", "=zz"}) {
      assertThatIllegalArgumentException().isThrownBy(() -> encoding.decode(wrong));
    }
  }

  private static String name(Random random) {
    return random
        .ints(random.nextInt(6), 0, 0x2_0000)
        .filter(c -> c < 0xd800 || c > 0xdfff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
