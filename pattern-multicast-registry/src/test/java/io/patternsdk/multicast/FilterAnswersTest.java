package io.patternsdk.multicast;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.json.CodePointOrder;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.core.json.JsonOrder;
import io.patternsdk.core.json.JsonPath;
import io.patternsdk.core.json.JsonValue;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.testkit.Rounds;
import io.patternsdk.testkit.contract.document.SampleDocuments;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A filter selects what the reference evaluator matches, on every backend, indexed or not. */
class FilterAnswersTest {
  private static final int IDENTITIES = 60;
  private static final int FILTERS = 40;
  private static final Map<String, ?> INDEXED = Map.of("indexed_fields", List.of("a", "in.b"));

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
  void enumerationsAndMulticastsSelectWhatMatches(On on) {
    Rounds.eachSeed(
        seed -> {
          SampleDocuments samples = new SampleDocuments(seed);
          try (Backends backends = on.backends()) {
            MulticastRegistry registry = backends.registry(seed % 2 == 0 ? INDEXED : Map.of());
            Map<String, JsonObject> metadata = register(registry, samples);
            for (int i = 0; i < FILTERS; i++) {
              check(registry, metadata, samples.filter(4), i);
            }
          }
        });
  }

  private static Map<String, JsonObject> register(
      MulticastRegistry registry, SampleDocuments samples) {
    Map<String, JsonObject> metadata = new HashMap<>();
    for (int i = 0; i < IDENTITIES; i++) {
      JsonObject document = JsonObject.parse(samples.document());
      registry.register(Registration.of("id" + i).metadata(document));
      metadata.put("id" + i, document);
    }
    return metadata;
  }

  private static void check(
      MulticastRegistry registry, Map<String, JsonObject> metadata, Filter filter, int number) {
    JsonPath field = JsonPath.parse(SampleDocuments.FIELDS.get(number % 5));
    boolean descending = number % 2 == 0;
    List<String> expected = matching(metadata, filter, field, descending);
    Enumeration request =
        Enumeration.matching(filter).sortedBy(field.toString(), descending).limit(7);
    assertThat(pages(registry, request)).as(filter.toString()).isEqualTo(expected);
    MulticastReport report = registry.multicast(Multicast.to(filter, "x".getBytes(UTF_8)));
    assertThat(report.outcomes().stream().map(Outcome::identity))
        .as(filter.toString())
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private static List<String> pages(MulticastRegistry registry, Enumeration request) {
    List<String> ids = new ArrayList<>();
    Listing page = registry.enumerate(request);
    Optional<String> next;
    do {
      page.identities().forEach(identity -> ids.add(identity.id()));
      next = page.next();
      page = next.isPresent() ? registry.enumerate(request.after(next.get())) : page;
    } while (next.isPresent());
    return ids;
  }

  private static List<String> matching(
      Map<String, JsonObject> metadata, Filter filter, JsonPath field, boolean descending) {
    JsonOrder order = descending ? JsonOrder.DESCENDING : JsonOrder.ASCENDING;
    Comparator<String> byValue =
        (a, b) -> order.compare(value(metadata, a, field), value(metadata, b, field));
    return metadata.keySet().stream()
        .filter(id -> filter.matches(metadata.get(id)))
        .sorted(byValue.thenComparing(CodePointOrder.ASCENDING))
        .toList();
  }

  private static JsonValue value(Map<String, JsonObject> metadata, String id, JsonPath field) {
    return field.in(metadata.get(id)).orElse(null);
  }
}
