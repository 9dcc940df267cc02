package io.patternsdk.testkit.contract.merge;

import static io.patternsdk.testkit.contract.merge.Patches.there;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.testkit.contract.internal.Crowd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * Writes of several nodes whose clocks disagree, to a few records, delivered in another order, some
 * of them several times, by several processes; afterwards the records are what the oracle says.
 */
final class MergeHistory {
  private static final List<String> GROUPS = List.of("red", "green", "blue");
  private static final String UNCREATED = "record-0";
  private static final int WRITES = 120;
  private static final int PAIRS = 20;

  private final Random random;
  private final MergeOracle oracle = new MergeOracle();
  private final List<Map.Entry<String, Patch>> deliveries = new ArrayList<>();
  private final long now = Instant.now().toEpochMilli();

  MergeHistory(long seed) {
    this.random = new Random(seed);
    for (int i = 0; i < WRITES; i++) {
      String key = "record-" + random.nextInt(4);
      Patch patch = patch(i, key.equals(UNCREATED));
      deliver(key, patch);
    }
    for (int i = 0; i < PAIRS; i++) {
      pair("pair-" + i);
    }
    deliver("over", Patches.expired(7).build());
    deliver("over", Patches.at(9).set("f0", "of what is over").build());
    Collections.shuffle(deliveries, random);
  }

  private void deliver(String key, Patch patch) {
    oracle.add(key, patch);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      deliveries.add(Map.entry(key, patch));
    }
  }

  /** A creation and an end of the same time, in an order that the shuffling decides. */
  private void pair(String key) {
    Patch first = Patch.at(new Stamp(5, "node-1")).set("~created", 1).set("f0", "created").build();
    Patch second =
        Patch.at(new Stamp(5, "node-2")).set("~ended", "over").set("f0", "ended").build();
    for (Patch patch : List.of(first, second)) {
      oracle.add(key, patch);
      deliveries.add(Map.entry(key, patch));
    }
  }

  /** A write of a node; each has a stamp of its own, though often the time of another. */
  private Patch patch(int number, boolean uncreated) {
    int node = number % 4;
    long skewed = 1_000 + number / 4 + node * 2L;
    Patch.Builder patch = Patch.at(new Stamp(skewed, "node-" + node));
    patch.set("f" + random.nextInt(2), "value " + number);
    if (random.nextInt(4) == 0) {
      patch.remove("f" + random.nextInt(2));
    }
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> patch.set(uncreated ? "~accessed" : "~created", 1 + random.nextInt(9));
      case 3, 4 -> patch.set("~group", GROUPS.get(random.nextInt(GROUPS.size())));
      case 5 -> patch.remove("~group");
      case 6 -> patch.set("~accessed", time()).set("~idle", random.nextInt(3) * 1_000L - 1);
      case 7 -> patch.set("~ends", random.nextInt(3) == 0 ? -1 : time());
      case 8 -> patch.set("~accessed", time());
      default -> {
        if (random.nextInt(12) == 0) {
          patch.set("~ended", "reason " + number);
        }
      }
    }
    return patch.build();
  }

  private long time() {
    return random.nextBoolean() ? 1 : now + 86_400_000L + random.nextInt(1_000);
  }

  /** Delivers all of it and compares. */
  void run(List<KeyValueMerge> processes) {
    Crowd.run(
        4,
        part -> {
          for (int i = part; i < deliveries.size(); i += 4) {
            var delivery = deliveries.get(i);
            processes.get(i % processes.size()).merge(delivery.getKey(), delivery.getValue());
          }
        });
    check(processes.getFirst());
  }

  private void check(KeyValueMerge records) {
    for (String key : oracle.keys()) {
      StoredRecord record = there(records.read(key));
      assertThat(texts(record)).as(key).isEqualTo(oracle.fields(key));
      assertThat(record.state()).as(key).isEqualTo(oracle.state(key, now));
    }
    for (String group : GROUPS) {
      assertThat(keys(records, RecordQuery.alive(4).in(group)))
          .as(group)
          .isEqualTo(oracle.group(group, now));
    }
    assertThat(keys(records, RecordQuery.alive(4))).isEqualTo(oracle.in(State.ALIVE, now));
    assertThat(keys(records, RecordQuery.expired(1_000))).isEqualTo(oracle.in(State.EXPIRED, now));
  }

  private static Map<String, String> texts(StoredRecord record) {
    Map<String, String> texts = new HashMap<>();
    record
        .fields()
        .forEach(
            (name, field) -> {
              byte[] value = field.value();
              texts.put(
                  name,
                  field.stamp().text()
                      + (value == null ? " removed" : "=" + new String(value, UTF_8)));
            });
    return texts;
  }

  private static Set<String> keys(KeyValueMerge records, RecordQuery query) {
    Set<String> keys = new HashSet<>();
    RecordPage page = records.list(query);
    page.records().forEach(item -> keys.add(item.key()));
    while (page.next().isPresent()) {
      page = records.list(query.after(page.next()));
      page.records().forEach(item -> keys.add(item.key()));
    }
    return keys;
  }
}
