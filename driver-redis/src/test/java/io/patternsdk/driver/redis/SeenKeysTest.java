package io.patternsdk.driver.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenKeysTest {

  @Test
  void everyKeyIsNewOnce() {
    Random random = new Random(7);
    Set<String> reference = new HashSet<>();
    SeenKeys seen = new SeenKeys();
    List<String> keys = new ArrayList<>(List.of("", "\u0000", "\u0000\u0000", "a", "\uffff"));
    for (int i = 0; i < 100_000; i++) {
      keys.add("identity:worker-" + random.nextInt(50_000));
    }
    for (String key : keys) {
      assertThat(seen.add(key)).as(key).isEqualTo(reference.add(key));
    }
  }

  @Test
  void keysThatJavaHashesAlikeAreToldApart() {
    List<String> keys = List.of("");
    for (int i = 0; i < 14; i++) {
      List<String> longer = new ArrayList<>();
      keys.forEach(key -> longer.addAll(List.of(key + "Aa", key + "BB")));
      keys = longer;
    }
    SeenKeys seen = new SeenKeys();
    assertThat(keys).hasSize(1 << 14).allMatch(seen::add).noneMatch(seen::add);
  }
}
