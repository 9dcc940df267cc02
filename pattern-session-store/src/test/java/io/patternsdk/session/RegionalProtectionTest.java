package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.json.JsonValue;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protected values roam, and a key is retired in one region without a write of another lost. */
class RegionalProtectionTest {
  private static final String K1 = "11".repeat(32);
  private static final String K2 = "22".repeat(32);

  @Test
  void whatIsWrittenElsewhereWhileAKeyIsRetiredHolds() {
    try (RegionalStores regions = new RegionalStores(b -> b.keys(Map.of("k1", K1)), "eu", "us");
        SessionStore rotating =
            SessionStore.builder()
                .secret(Stores.SECRET)
                .clock(regions.clock("eu"))
                .region("eu", regions.backend("eu"))
                .region("us", regions.backend("us"))
                .local("eu")
                .keys(Map.of("k1", K1, "k2", K2))
                .writeKey("k2")
                .start();
        SessionStore after =
            SessionStore.builder()
                .secret(Stores.SECRET)
                .clock(regions.clock("us"))
                .region(regions.backend("us"))
                .keys(Map.of("k2", K2))
                .start()) {
      NewSession asked = NewSession.of("ann").with("cart", "old").with("theme", "dark");
      String id = regions.in("eu").create(asked).id();
      regions.settle();
      assertThat(regions.in("us").find(id).orElseThrow().readable("cart"))
          .hasValue(JsonValue.of("old"));
      regions.cut("us", true);
      regions.in("us").set(id, "cart", "new");
      regions.clock("eu").advance(Duration.ofSeconds(20));
      assertThat(rotating.retire("k1", 100, Optional.empty()).rewritten()).isEqualTo(3);
      regions.cut("us", false);
      regions.settle();
      assertThat(rotating.repair("us").dropped()).isZero();
      for (String region : new String[] {"eu", "us"}) {
        assertThat(rotating.get(region, id).orElseThrow().attributes())
            .as(region)
            .isEqualTo(Map.of("cart", JsonValue.of("new"), "theme", JsonValue.of("dark")));
      }
      assertThat(after.find(id).orElseThrow().principal()).contains("ann");
      assertThat(after.find(id).orElseThrow().attributes()).containsOnlyKeys("theme");
      assertThat(rotating.retire("k1", 100, Optional.empty()).rewritten()).isEqualTo(1);
      assertThat(rotating.repair("us").dropped()).isZero();
      assertThat(after.find(id).orElseThrow().attributes()).containsOnlyKeys("cart", "theme");
    }
  }
}
