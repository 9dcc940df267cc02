package io.patternsdk.multicast;

import static io.patternsdk.core.filter.Filters.all;
import static io.patternsdk.core.filter.Filters.eq;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.multicast.MulticastRegistryProvider.REGISTRY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonArray;
import io.patternsdk.core.json.JsonNumber;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonString;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.RegistryException.Code;
import io.patternsdk.testkit.Rounds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is registered can be read, and what cannot be read is named, on every backend alike. */
class ReadableIdentitiesTest {
  private static final Map<String, ?> LARGE = Map.of("max_metadata_size", "7MiB");

  private enum On {
    EMBEDDED,
    REDIS,
    REDIS_AND_NATS;

    Backends backends() {
      return switch (this) {
        case EMBEDDED -> Backends.embedded();
        case REDIS -> Backends.redis();
        case REDIS_AND_NATS -> Backends.redisAndNats();
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverIsAcceptedIsReturnedListedAndReached(On on) {
    Rounds.eachSeed(
        seed -> {
          Random random = new Random(seed);
          try (Backends backends = on.backends()) {
            MulticastRegistry registry = backends.registry(LARGE);
            List<String> accepted = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
              String id = "id" + i;
              JsonObject metadata = JsonObject.builder().put("m", odd(random)).build();
              if (accepts(registry, id, metadata)) {
                accepted.add(id);
                assertThat(registry.find(id).orElseThrow().metadata()).isEqualTo(metadata);
              } else {
                assertThat(registry.find(id)).isEmpty();
              }
            }
            assertThat(accepted).isNotEmpty().hasSizeLessThan(40);
            assertThat(registry.enumerate(Enumeration.all()).identities())
                .extracting(Identity::id)
                .containsExactlyInAnyOrderElementsOf(accepted);
            assertThat(registry.multicast(Multicast.to(all(), new byte[1])).outcomes())
                .extracting(Outcome::identity)
                .containsExactlyInAnyOrderElementsOf(accepted);
          }
        });
  }

  private static boolean accepts(MulticastRegistry registry, String id, JsonObject metadata) {
    try {
      registry.register(Registration.of(id).metadata(metadata));
      return true;
    } catch (RegistryException e) {
      assertThat(e.code()).isEqualTo(Code.INVALID);
      return false;
    } catch (BackendException e) {
      assertThat(e.kind()).isEqualTo(ErrorKind.TOO_LARGE);
      return false;
    }
  }

  /** A value that is near a limit of what can be read, on either side. */
  private static JsonValue odd(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> nested(55 + random.nextInt(15));
      case 1 -> nested(random.nextInt(250));
      case 2 -> JsonNumber.of("1".repeat(980 + random.nextInt(40)));
      default -> JsonString.of("é\u0000😀".repeat(1 << random.nextInt(16)));
    };
  }

  private static JsonValue nested(int depth) {
    JsonValue value = JsonString.of("innermost");
    for (int i = 0; i < depth; i++) {
      value = i % 2 == 0 ? JsonArray.of(value) : JsonObject.builder().put("k", value).build();
    }
    return value;
  }

  @ParameterizedTest
  @EnumSource
  void whatCannotBeReadIsNamedOnOnePageAndCountsNowhere(On on) {
    try (Backends backends = on.backends()) {
      MulticastRegistry registry = backends.registry(Map.of("indexed_fields", List.of("role")));
      KeyValue store =
          backends.in(REGISTRY).capabilities("damage", List.of()).require(KEYVALUE_BASIC);
      for (int i = 0; i < 6; i++) {
        registry.register(
            Registration.of("id" + i)
                .metadata(JsonObject.builder().put("role", i % 2 == 0 ? "a" : "b").build()));
      }
      store.set("identity:broken", "no JSON".getBytes(UTF_8));
      store.set("identity:other", "{\"metadata\":{\"role\":\"a\"}}".getBytes(UTF_8));
      store.set("identity:without", "{\"metadata\":{\"role\":\"c\"}}".getBytes(UTF_8));

      List<String> unreadable = new ArrayList<>();
      List<String> ids = new ArrayList<>();
      Enumeration request =
          Enumeration.matching(Filters.startsWith("role", "a")).sortedBy("role", true).limit(2);
      Optional<String> next = Optional.empty();
      do {
        Listing page = registry.enumerate(next.isPresent() ? request.after(next.get()) : request);
        assertThat(page.total()).isEqualTo(3);
        page.identities().forEach(identity -> ids.add(identity.id()));
        unreadable.addAll(page.unreadable());
        next = page.next();
      } while (next.isPresent());
      assertThat(ids).containsExactly("id0", "id2", "id4");
      assertThat(unreadable).containsExactly("identity:other", "identity:broken");

      MulticastReport report =
          registry.multicast(Multicast.to(Filters.startsWith("role", "a"), new byte[1]));
      assertThat(report.targets()).isEqualTo(3);
      assertThat(report.unreadable())
          .containsExactlyInAnyOrder("identity:other", "identity:broken");
      assertThat(registry.enumerate(Enumeration.matching(eq("role", "b"))).total()).isEqualTo(3);
    }
  }
}
