package io.patternsdk.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.Field;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.session.SessionException.Code;
import io.patternsdk.session.protection.ProtectionSettings.Unprotected;
import io.patternsdk.testkit.server.RedisServer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is stored on a real server is neither read there nor changed without being noticed. */
class ProtectedSessionsTest {
  private static final String K1 = "11".repeat(32);
  private static final String K2 = "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI=";
  private static final UnaryOperator<SessionStoreBuilder> FIRST =
      builder -> builder.keys(Map.of("k1", K1));
  private static final UnaryOperator<SessionStoreBuilder> SECOND =
      builder -> builder.keys(Map.of("k1", K1, "k2", K2)).writeKey("k2");
  private static final UnaryOperator<SessionStoreBuilder> ONLY_SECOND =
      builder -> builder.keys(Map.of("k2", K2));

  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private final Backend backend = open();
  private final KeyValueMerge records = backend.require(StandardCapabilities.KEYVALUE_MERGE);

  private Backend open() {
    Backend made =
        DriverRegistry.load()
            .open(
                "redis",
                BackendOptions.named("redis")
                    .settings(Map.of("addresses", RedisServer.shared().uri()))
                    .operationTimeout(Duration.ofMinutes(1))
                    .namespace("p" + Long.toString(System.nanoTime(), Character.MAX_RADIX)));
    opened.push(made);
    return made;
  }

  private SessionStore store(UnaryOperator<SessionStoreBuilder> settings) {
    SessionStore store =
        settings
            .apply(
                SessionStore.builder()
                    .region(backend)
                    .secret(Stores.SECRET)
                    .sweepInterval(Duration.ofHours(1)))
            .start();
    opened.push(store);
    return store;
  }

  @AfterEach
  void close() throws Exception {
    while (!opened.isEmpty()) {
      opened.pop().close();
    }
  }

  private static String key(String id) {
    return new SessionIds(Secret.of(Stores.SECRET), Optional.empty()).key(id).orElseThrow();
  }

  private StoredRecord stored(String id) {
    return records.read(key(id)).orElseThrow();
  }

  private byte[] value(String id, String field) {
    return stored(id).value(field).orElseThrow();
  }

  /** Writes a field past the store, above what is there. */
  private void tamper(String id, String field, byte[] value) {
    tamper(id, Map.of(field, value));
  }

  private void tamper(String id, Map<String, byte[]> values) {
    Map<String, Field> fields = new HashMap<>();
    long time =
        stored(id).fields().values().stream().mapToLong(f -> f.stamp().time()).max().orElse(0);
    Stamp stamp = new Stamp(time + 1, "attacker");
    values.forEach((field, value) -> fields.put(field, new Field(stamp, value)));
    var unused = records.merge(key(id), new Patch(fields, Condition.ALWAYS, Duration.ofHours(1)));
  }

  private static void refused(Code code, String text, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            SessionException.class, e -> assertThat(e.code()).as(e.toString()).isEqualTo(code))
        .hasMessageContaining(text)
        .hasMessageNotContaining("book")
        .hasMessageNotContaining(K1)
        .hasMessageNotContaining(K2);
  }

  private static Session find(SessionStore store, String id) {
    return store.find(id).orElseThrow();
  }

  @Test
  void theServerHoldsNoPlainTextOfWhatIsEncryptedAndNoKey() {
    SessionStore store = store(builder -> FIRST.apply(builder).encrypted("cart"));
    String id = store.create(NewSession.of("ann").with("cart", "book").with("theme", "dark")).id();
    store.set(id, "other", "dark");
    StringBuilder all = new StringBuilder();
    stored(id)
        .fields()
        .values()
        .forEach(f -> all.append(new String(Objects.requireNonNull(f.value()), ISO_8859_1)));
    assertThat(all).doesNotContain("book", K1, Stores.SECRET, "1".repeat(32)).contains("dark");
    assertThat(find(store, id).attributes())
        .isEqualTo(
            Map.of(
                "cart", JsonValue.of("book"),
                "theme", JsonValue.of("dark"),
                "other", JsonValue.of("dark")));
    assertThat(find(store, id).principal()).contains("ann");
  }

  @Test
  void aChangedValueIsRefusedAndTheOthersAreThere() {
    SessionStore store = store(builder -> FIRST.apply(builder).encrypted("cart"));
    String id =
        store
            .create(NewSession.empty().with("cart", "book").with("role", "user").with("n", 1))
            .id();
    for (String name : new String[] {"cart", "role"}) {
      byte[] value = value(id, "a:" + name).clone();
      value[value.length - 1] ^= 1;
      tamper(id, "a:" + name, value);
      Session found = find(store, id);
      assertThat(found.attribute("n")).hasValue(JsonValue.of(1));
      assertThat(found.attribute(name)).isEmpty();
      assertThat(found.unreadable()).contains(name);
      refused(Code.TAMPERED, "attribute " + name + " was changed", () -> found.readable(name));
    }
    store.set(id, "role", "user");
    assertThat(find(store, id).readable("role")).hasValue(JsonValue.of("user"));
  }

  @Test
  void eachByteOfAValueCounts() {
    SessionStore store = store(builder -> FIRST.apply(builder).encrypted("cart"));
    String id = store.create(NewSession.empty().with("cart", "book").with("role", "user")).id();
    for (String name : new String[] {"cart", "role"}) {
      byte[] right = value(id, "a:" + name);
      for (int i = 0; i < right.length; i++) {
        byte[] wrong = right.clone();
        wrong[i] ^= (byte) (1 + i % 7);
        tamper(id, "a:" + name, wrong);
        assertThat(find(store, id).unreadable()).as("byte %s of %s", i, name).containsExactly(name);
      }
      tamper(id, "a:" + name, right);
      assertThat(find(store, id).unreadable()).isEmpty();
    }
  }

  @Test
  void aValueOfAnotherSessionOrNameIsRefused() {
    SessionStore store = store(FIRST);
    String ann = store.create(NewSession.of("ann").with("role", "admin").with("color", "red")).id();
    String eve = store.create(NewSession.of("eve").with("role", "user")).id();
    tamper(eve, "a:role", value(ann, "a:role"));
    refused(Code.TAMPERED, "another session", () -> find(store, eve).readable("role"));
    tamper(ann, "a:role", value(ann, "a:color"));
    refused(Code.TAMPERED, "another session", () -> find(store, ann).readable("role"));
  }

  @Test
  void nobodyBecomesAnotherByAChangedPrincipal() {
    SessionStore store = store(FIRST);
    String ann = store.create(NewSession.of("ann")).id();
    String eve = store.create(NewSession.of("eve").with("cart", "book")).id();
    Map<String, byte[]> ofAnn = new HashMap<>();
    for (String field : new String[] {"principal", "s:principal", "~group"}) {
      ofAnn.put(field, value(ann, field));
    }
    tamper(eve, ofAnn);
    refused(Code.TAMPERED, "the principal", () -> find(store, eve));
    refused(Code.TAMPERED, "the principal", () -> store.peek(eve));
    refused(Code.TAMPERED, "the principal", () -> store.rename(eve));
    assertThat(store.list("ann", 10, Optional.empty()).sessions())
        .extracting(Session::id)
        .containsExactly(ann);
    tamper(ann, "~group", "elsewhere".getBytes(UTF_8));
    refused(Code.TAMPERED, "listed", () -> find(store, ann));
    assertThat(store.delete(eve)).isTrue();
  }

  @Test
  void anUnprotectedValueIsReadWhereTheSettingSaysSo() {
    String id = store(builder -> builder).create(NewSession.of("ann").with("cart", "book")).id();
    SessionStore strict = store(FIRST);
    refused(Code.TAMPERED, "unprotected: accept", () -> find(strict, id));
    SessionStore accepting = store(b -> FIRST.apply(b).unprotected(Unprotected.ACCEPT));
    assertThat(find(accepting, id).readable("cart")).hasValue(JsonValue.of("book"));
    assertThat(accepting.retire("none", 100, Optional.empty()))
        .isEqualTo(new RetiredValues(1, 2, 0, Optional.empty()));
    assertThat(find(strict, id).readable("cart")).hasValue(JsonValue.of("book"));
    assertThat(find(strict, id).principal()).contains("ann");
  }

  @Test
  void keysAreRotatedWhileSessionsAreUsed() {
    SessionStore before = store(FIRST);
    String id = before.create(NewSession.of("ann").with("cart", "book").with("a", 1)).id();
    SessionStore both = store(SECOND);
    assertThat(find(both, id).readable("cart")).hasValue(JsonValue.of("book"));
    both.set(id, "a", 2);
    SessionStore after = store(ONLY_SECOND);
    refused(Code.UNREADABLE, "the key k1", () -> find(after, id));
    assertThat(both.retire("k1", 100, Optional.empty()))
        .isEqualTo(new RetiredValues(1, 2, 0, Optional.empty()));
    assertThat(both.retire("k1", 100, Optional.empty()).rewritten()).isZero();
    assertThat(find(after, id).attributes())
        .isEqualTo(Map.of("cart", JsonValue.of("book"), "a", JsonValue.of(2)));
    refused(Code.INVALID, "no key \"k9\"", () -> both.retire("k9", 100, Optional.empty()));
    refused(Code.INVALID, "write_key", () -> both.retire("k2", 100, Optional.empty()));
  }

  @Test
  void aMissingKeyIsNamedAndNothingIsLostByIt() {
    String id = store(FIRST).create(NewSession.empty().with("cart", "book")).id();
    SessionStore other = store(ONLY_SECOND);
    other.set(id, "theme", "dark");
    assertThat(find(other, id).readable("theme")).isPresent();
    refused(Code.UNREADABLE, "the key k1, which", () -> find(other, id).readable("cart"));
    refused(Code.UNREADABLE, "the key k1, which", () -> other.rename(id));
    SessionStore both = store(SECOND);
    String renamed = both.rename(id).id();
    assertThat(find(both, renamed).attributes()).containsOnlyKeys("cart", "theme");
    assertThat(find(other, renamed).attributes()).containsOnlyKeys("cart", "theme");
  }
}
