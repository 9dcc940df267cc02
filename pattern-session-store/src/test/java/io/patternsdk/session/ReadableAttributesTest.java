package io.patternsdk.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.session.SessionException.Code;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever is accepted can be read. */
class ReadableAttributesTest {

  @Test
  void whatCouldNotBeReadIsRefusedAndTheMostIsNot() {
    Map<String, JsonValue> most = Map.of("deep", nested(64), "long", number(1_000));
    try (Backend backend = DriverRegistry.load().open("embedded");
        SessionStore store = SessionStore.builder().region(backend).secret(Stores.SECRET).start()) {
      String id = store.create(NewSession.empty()).id();
      store.set(id, most);
      assertThat(store.find(id).orElseThrow().attributes()).isEqualTo(most);
      assertThatThrownBy(() -> store.set(id, Map.of("deep", nested(65))))
          .isInstanceOfSatisfying(
              SessionException.class, e -> assertThat(e.code()).isEqualTo(Code.INVALID));
      assertThatThrownBy(() -> store.set(id, Map.of("long", number(1_001))))
          .isInstanceOf(SessionException.class)
          .hasMessageContaining("attribute long: ")
          .hasMessageContaining("1000");
      assertThat(store.find(id).orElseThrow().attributes()).isEqualTo(most);
    }
  }

  private static JsonValue number(int digits) {
    return JsonValue.of(new BigDecimal("1".repeat(digits)));
  }

  private static JsonValue nested(int depth) {
    JsonValue value = JsonArray.of(List.of());
    for (int i = 1; i < depth; i++) {
      value = JsonArray.of(List.of(value));
    }
    return value;
  }
}
