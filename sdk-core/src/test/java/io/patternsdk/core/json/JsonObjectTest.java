package io.patternsdk.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class JsonObjectTest {

  private static final JsonObject DEVICE =
      JsonObject.builder()
          .put("id", "d-1")
          .put("battery", 87)
          .put("active", true)
          .put("tags", List.of("a", "b"))
          .put("location", JsonObject.builder().put("building", "B1").put("a.b", 1).build())
          .put("owner", null)
          .build();

  @Test
  void typedAccessorsGiveWhatIsThere() {
    assertThat(DEVICE.string("id")).isEqualTo("d-1");
    assertThat(DEVICE.number("battery").toInt()).isEqualTo(87);
    assertThat(DEVICE.bool("active")).isTrue();
    assertThat(DEVICE.array("tags").value(1).asString()).isEqualTo("b");
    assertThat(DEVICE.object("location").names()).containsExactly("building", "a.b");
  }

  @Test
  void anotherTypeIsRefusedByName() {
    assertThatThrownBy(() -> DEVICE.string("battery"))
        .isInstanceOf(JsonException.class)
        .hasMessage("battery: expected a string, found the number 87");
    assertThatThrownBy(() -> DEVICE.object("owner"))
        .hasMessage("owner: expected an object, found null");
  }

  @Test
  void anAbsentMemberIsRefusedWithThoseThatAreThere() {
    assertThatThrownBy(() -> DEVICE.bool("Active"))
        .isInstanceOf(JsonException.class)
        .hasMessageStartingWith("Active: there is no such member; the object has [id, battery, ");
    assertThatThrownBy(() -> JsonObject.EMPTY.bool("x")).hasMessageContaining("is empty");
  }

  @Test
  void aDottedPathLeadsThroughObjects() {
    assertThat(DEVICE.at("location.building")).contains(JsonString.of("B1"));
    assertThat(DEVICE.at("location.a\\.b")).contains(JsonNumber.of(1));
    assertThat(DEVICE.at("owner")).contains(JsonNull.NULL);
    assertThat(DEVICE.at("owner.name")).isEmpty();
    assertThat(DEVICE.at("tags.0")).isEmpty();
    assertThat(DEVICE.at("nothing")).isEmpty();
  }

  @Test
  void findTakesThePlainName() {
    assertThat(DEVICE.find("location.building")).isEmpty();
    assertThat(DEVICE.has("owner")).isTrue();
    assertThat(DEVICE.object("location").find("a.b")).contains(JsonNumber.of(1));
  }

  @Test
  void puttingANameAgainKeepsItsPlace() {
    JsonObject changed = DEVICE.toBuilder().put("id", "d-2").put("new", 1).build();
    assertThat(changed.names().getFirst()).isEqualTo("id");
    assertThat(changed.string("id")).isEqualTo("d-2");
    assertThat(DEVICE.string("id")).isEqualTo("d-1");
  }

  @Test
  void anObjectDoesNotChangeWithItsBuilder() {
    JsonObjectBuilder builder = JsonObject.builder().put("a", 1);
    JsonObject before = builder.build();
    builder.put("a", 2).put("b", 3);
    assertThat(before).hasToString("{\"a\":1}");
    assertThat(builder.build()).hasToString("{\"a\":2,\"b\":3}");
  }

  @Test
  void manyMembersAreFoundAndDuplicatesRefused() {
    JsonObjectBuilder builder = JsonObject.builder();
    for (int i = 0; i < 1_000; i++) {
      builder.put("n" + i, i);
    }
    JsonObject many = JsonObject.parse(builder.build().toBytes());
    for (int i = 0; i < 1_000; i++) {
      assertThat(many.number("n" + i).toInt()).isEqualTo(i);
    }
    String twice = many.toString().replace("\"n999\"", "\"n7\"");
    assertThatThrownBy(() -> JsonObject.parse(twice)).hasMessageContaining("n7: the name appears");
  }

  @Test
  void theOrderOfMembersDoesNotMatterToEquality() {
    JsonObject a = JsonObject.parse("{\"a\":1,\"b\":[2]}");
    assertThat(a).isEqualTo(JsonObject.parse("{\"b\":[2.0],\"a\":1}"));
    assertThat(a).isNotEqualTo(JsonObject.parse("{\"a\":1,\"c\":[2]}"));
    assertThat(a).isNotEqualTo(JsonObject.parse("{\"a\":1}"));
  }

  @Test
  void aDocumentOfAnotherTypeIsNoObject() {
    assertThatThrownBy(() -> JsonObject.parse("[1,2]"))
        .isInstanceOf(JsonException.class)
        .hasMessage("expected an object, found an array of 2");
  }
}
