package io.patternsdk.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.json.JsonObject;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

class StateTest {

  @Test
  void whatWasWrittenIsReadHoweverLargeItIs() {
    try (Backend backend = DriverRegistry.load().open("embedded")) {
      State state = new State(backend.require(KEYVALUE_BASIC), backend.require(KEYVALUE_CAS));
      JsonObject row =
          JsonObject.builder()
              .put("text", "x".repeat(9 << 20))
              .put("number", new BigDecimal("1".repeat(2_000)))
              .build();
      state.set("parked", row);
      assertThat(state.get("parked")).contains(row);
    }
  }
}
