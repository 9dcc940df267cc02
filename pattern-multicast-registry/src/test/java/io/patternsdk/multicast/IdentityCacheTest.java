package io.patternsdk.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.keyvalue.Entry;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.document.SampleDocuments;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IdentityCacheTest {
  private final IdentityCache known = new IdentityCache(100_000);

  @Test
  void theSameBytesUnderTheSameKeyAreDecodedOnce() {
    assertThat(known.read(entry("a", 1))).isSameAs(known.read(entry("a", 1)));
    assertThat(known.count()).isEqualTo(1);
  }

  @Test
  void otherBytesAreAnotherIdentity() {
    known.read(entry("a", 1));
    assertThat(known.read(entry("a", 2)).json()).isEqualTo(identity("a", 2));
    assertThat(known.read(entry("a", 1)).json()).isEqualTo(identity("a", 1));
    assertThat(known.read(new Entry("identity:b", entry("a", 1).value())).key())
        .isEqualTo("identity:b");
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      known.read(entry("id" + i, i));
      assertThat(known.count()).isLessThan(100_000 / 100);
    }
    assertThat(known.count()).isGreaterThan(200);
  }

  @Test
  void whatIsReadAgainAndAgainStaysRemembered() {
    Object first = known.read(entry("often", 1));
    for (int i = 0; i < 2_000; i++) {
      known.read(entry("id" + i, i));
      assertThat(known.read(entry("often", 1))).isSameAs(first);
    }
  }

  @Test
  void nothingIsRememberedWhereThatIsTurnedOff() {
    IdentityCache none = new IdentityCache(0);
    none.read(entry("a", 1));
    assertThat(none.count()).isZero();
  }

  @Test
  void whatIsNoIdentitySaysSoEachTime() {
    Entry other = new Entry("k", "{\"n\":1}".getBytes(UTF_8));
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(BackendException.class)
          .isThrownBy(() -> known.read(other).identity())
          .satisfies(e -> assertThat(e.kind()).isEqualTo(ErrorKind.CORRUPT));
    }
    assertThatExceptionOfType(JsonException.class)
        .isThrownBy(() -> known.read(new Entry("k", new byte[] {1})));
  }

  @Test
  void whatAnotherProcessChangesIsSeenAtOnce() {
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          SampleDocuments samples = new SampleDocuments(seed);
          try (Backends backends = Backends.redis()) {
            MulticastRegistry here = backends.registry();
            MulticastRegistry there = backends.registry();
            Map<String, JsonObject> model = new TreeMap<>();
            for (int i = 0; i < 60; i++) {
              String id = "id" + random.nextInt(8);
              if (random.nextInt(3) == 0) {
                there.unregister(id);
                model.remove(id);
              } else {
                JsonObject metadata = JsonObject.parse(samples.document());
                there.register(Registration.of(id).metadata(metadata).replace());
                model.put(id, metadata);
              }
              assertThat(metadata(here)).isEqualTo(model);
            }
          }
        });
  }

  private static Map<String, JsonObject> metadata(MulticastRegistry registry) {
    Map<String, JsonObject> found = new TreeMap<>();
    for (Identity identity : registry.enumerate(Enumeration.all()).identities()) {
      found.put(identity.id(), identity.metadata());
    }
    return found;
  }

  private static Entry entry(String id, int number) {
    return new Entry("identity:" + id, identity(id, number).toBytes());
  }

  private static JsonObject identity(String id, int number) {
    return JsonObject.parse(
        IdentityCodec.encode(
            new Identity(
                id,
                JsonObject.builder().put("n", number).build(),
                "t",
                false,
                Instant.EPOCH,
                Optional.empty(),
                Optional.empty()),
            false));
  }
}
