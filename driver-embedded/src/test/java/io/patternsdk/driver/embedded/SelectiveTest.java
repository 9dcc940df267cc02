package io.patternsdk.driver.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.driver.embedded.journal.MonotonicClock;
import io.patternsdk.driver.embedded.journal.StoredValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What a selective filter looks at, counted. The system property {@code patternsdk.identities} says
 * among how many.
 */
class SelectiveTest {
  private static final int IDENTITIES = Integer.getInteger("patternsdk.identities", 20_000);
  private static final int SELECTED = 10;

  @Test
  void aSelectiveFilterLooksAtWhatItSelects() {
    DocumentTable table =
        new DocumentTable(
            "identity:",
            Set.of(JsonPath.parse("metadata.zone"), JsonPath.parse("metadata.protocol")));
    for (int i = 0; i < IDENTITIES; i++) {
      String document =
          "{\"id\":\"%d\",\"metadata\":{\"zone\":\"z%d\",\"protocol\":\"udp\"}}"
              .formatted(i, i % (IDENTITIES / SELECTED));
      byte[] value = document.getBytes(StandardCharsets.UTF_8);
      table.changed("identity:" + i, new StoredValue(value, i, MonotonicClock.NEVER));
    }
    table.completed();
    List<String> seen = new ArrayList<>();
    table.candidates(
        List.of(Filters.eq("metadata.protocol", "udp"), Filters.eq("metadata.zone", "z7")),
        candidate -> seen.add(candidate.getKey()));
    assertThat(seen)
        .hasSize(SELECTED)
        .allMatch(
            key ->
                Integer.parseInt(key.substring("identity:".length())) % (IDENTITIES / SELECTED)
                    == 7);
  }
}
