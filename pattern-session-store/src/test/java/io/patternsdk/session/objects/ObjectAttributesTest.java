package io.patternsdk.session.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.json.JsonValue;
import io.patternsdk.session.objects.ObjectAttributes.Unset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ObjectAttributesTest {
  private final ObjectCodec codec = ObjectCodec.allowing(List.of());

  private ObjectAttributes attributes(Map<String, Object> objects) {
    Map<String, JsonValue> stored = new java.util.HashMap<>();
    objects.forEach((name, object) -> stored.put(name, codec.encode(object)));
    return new ObjectAttributes(codec, stored);
  }

  @Test
  void whatIsOnlyReadIsNotWritten() {
    ObjectAttributes all =
        attributes(Map.of("list", List.of(1), "queue", new ArrayDeque<>(List.of(1)), "n", 1));
    assertThat(all.names()).containsExactly("list", "n", "queue");
    assertThat(all.get("list")).hasValue(List.of(1));
    assertThat(all.get("absent")).isEmpty();
    assertThat(all.take(Unset.NONE)).isEmpty();
    assertThat(all.take(Unset.CHANGED)).isEmpty();
    assertThat(all.take(Unset.ALL)).containsOnlyKeys("list", "n", "queue");
  }

  @Test
  @SuppressWarnings("unchecked")
  void aChangeInsideIsSeenIfOneLooks() {
    ObjectAttributes all =
        attributes(Map.of("list", List.of(1), "queue", new ArrayDeque<>(List.of(1)), "n", 1));
    ((List<Object>) all.get("list").orElseThrow()).add(2);
    ((Deque<Object>) all.get("queue").orElseThrow()).add(2);
    assertThat(all.take(Unset.NONE)).isEmpty();
    assertThat(all.take(Unset.CHANGED)).containsOnlyKeys("list", "queue");
    assertThat(all.take(Unset.CHANGED)).isEmpty();
  }

  @Test
  void whatIsSetAndRemovedIsWrittenOnce() {
    ObjectAttributes all = attributes(Map.of("a", 1, "b", 2));
    assertThat(all.set("a", "x")).hasValue(1);
    assertThat(all.set("c", 3)).isEmpty();
    assertThat(all.remove("b")).hasValue(2);
    assertThat(all.remove("absent")).isEmpty();
    assertThat(all.names()).containsExactly("a", "c");
    Map<String, JsonValue> changes = all.take(Unset.NONE);
    assertThat(changes)
        .containsOnlyKeys("a", "b", "c")
        .containsEntry("a", JsonValue.of("x"))
        .containsEntry("b", null);
    assertThat(all.take(Unset.CHANGED)).isEmpty();
    all.putBack(changes.keySet());
    assertThat(all.take(Unset.NONE)).containsOnlyKeys("a", "c");
  }

  @Test
  void whatWasSetAndRemovedBeforeItWasStoredIsNotWritten() {
    ObjectAttributes all = attributes(Map.of());
    all.set("a", 1);
    all.remove("a");
    assertThat(all.take(Unset.CHANGED)).isEmpty();
    assertThat(all.names()).isEmpty();
  }

  @Test
  void anObjectIsTheSameEachTime() {
    ObjectAttributes all = attributes(Map.of("list", List.of(1)));
    assertThat(all.get("list").orElseThrow()).isSameAs(all.get("list").orElseThrow());
  }

  @Test
  void whatCannotBeReadIsAbsentAndCanBeRemovedOrReplaced() {
    ObjectAttributes all =
        new ObjectAttributes(codec, Map.of("bad", JsonValue.parse("{\"$java\":\"later\"}")));
    assertThat(all.get("bad")).isEmpty();
    assertThat(all.names()).isEmpty();
    assertThat(all.take(Unset.ALL)).isEmpty();
    all.remove("bad");
    assertThat(all.take(Unset.NONE)).containsOnlyKeys("bad").containsEntry("bad", null);
  }

  @Test
  void whatCannotBeStoredIsRefusedWhenItIsSet() {
    ObjectAttributes all = attributes(Map.of("a", 1));
    assertThatThrownBy(() -> all.set("a", new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("java.lang.Object");
    assertThat(all.get("a")).hasValue(1);
    assertThat(all.names()).isEqualTo(Set.of("a"));
  }
}
