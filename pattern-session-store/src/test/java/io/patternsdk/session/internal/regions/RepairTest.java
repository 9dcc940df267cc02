package io.patternsdk.session.internal.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.merge.Condition;
import io.patternsdk.core.merge.HybridClock;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Lifecycle;
import io.patternsdk.core.merge.Merged;
import io.patternsdk.core.merge.Patch;
import io.patternsdk.core.merge.RangeDigest;
import io.patternsdk.core.merge.RecordPage;
import io.patternsdk.core.merge.RecordQuery;
import io.patternsdk.core.merge.Stamp;
import io.patternsdk.core.merge.State;
import io.patternsdk.core.merge.StoredRecord;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.session.regions.RepairProgress;
import io.patternsdk.testkit.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a repair reads, finds and leaves. */
class RepairTest {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final Duration HORIZON = Duration.ofDays(7);

  private final Random random = new Random(1);
  private final MovableClock clock = MovableClock.create();
  private final Counted eu = new Counted(new ModelRecords(clock, Flaw.NONE));
  private final Counted us = new Counted(new ModelRecords(clock, Flaw.NONE));
  private final List<RepairProgress> heard = new ArrayList<>();
  private long time = 1;

  /** Counts the records that are read of a region by lists, which fail after so many. */
  private static final class Counted implements KeyValueMerge {
    private final KeyValueMerge region;
    private long read;
    private long most = Long.MAX_VALUE;

    Counted(KeyValueMerge region) {
      this.region = region;
    }

    @Override
    public Merged merge(String key, Patch patch) {
      return region.merge(key, patch);
    }

    @Override
    public Optional<StoredRecord> read(String key) {
      return region.read(key);
    }

    @Override
    public RecordPage list(RecordQuery query) {
      RecordPage page = region.list(query);
      read += page.records().size();
      if (read > most) {
        throw new BackendException(ErrorKind.UNAVAILABLE, "killed on purpose");
      }
      return page;
    }

    @Override
    public Map<String, RangeDigest> digests(String prefix) {
      return region.digests(prefix);
    }
  }

  private String key() {
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < 22; i++) {
      key.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return key.toString();
  }

  private Patch.Builder next() {
    return Patch.at(new Stamp(time++, "eu_1")).when(Condition.ALWAYS).horizon(HORIZON);
  }

  private Patch patch(String value) {
    return next().set(Lifecycle.CREATED, 1).set("a", value).build();
  }

  private Patch end() {
    return next().set(Lifecycle.ENDED, "deleted").build();
  }

  private List<String> inBoth(int count) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String key = key();
      Patch patch = patch("same");
      eu.merge(key, patch);
      us.merge(key, patch);
      keys.add(key);
    }
    return keys;
  }

  private RepairProgress repair() {
    return new Repair(eu, us, new Merging(eu, us, HORIZON), heard::add).run();
  }

  private void areEqual(List<String> keys) {
    for (String key : keys) {
      assertThat(us.read(key).map(Oracle::fields))
          .as(key)
          .isEqualTo(eu.read(key).map(Oracle::fields));
    }
  }

  @Test
  void equalRegionsAreNotRead() {
    assertThat(inBoth(1_000)).hasSize(1_000);
    assertThat(repair().repaired()).isZero();
    assertThat(eu.read + us.read).isZero();
    assertThat(heard.getLast().finished()).isTrue();
  }

  @Test
  void whereOneInAHundredDiffersFewAreRead() {
    List<String> keys = inBoth(10_000);
    for (int i = 0; i < keys.size(); i += 200) {
      eu.merge(keys.get(i), patch("only eu knows"));
      us.merge(keys.get(i + 100), patch("only us knows"));
    }
    RepairProgress end = repair();
    assertThat(end.repaired()).isEqualTo(keys.size() / 100);
    assertThat(end.read()).isEqualTo(eu.read + us.read);
    assertThat(eu.read).isLessThanOrEqualTo(keys.size() * 5L / 100);
    assertThat(us.read).isLessThanOrEqualTo(keys.size() * 5L / 100);
    areEqual(keys);
    assertThat(repair().repaired()).isZero();
  }

  @Test
  void whatOneRegionMissesComesAndWhatEndedStaysSo() {
    List<String> keys = inBoth(50);
    String created = key();
    eu.merge(created, patch("new"));
    us.merge(keys.get(3), end());
    eu.merge(keys.get(3), patch("late"));
    assertThat(repair().repaired()).isEqualTo(2);
    assertThat(us.read(created)).isPresent();
    assertThat(eu.read(keys.get(3)).orElseThrow().state()).isEqualTo(State.ENDED);
    keys.add(created);
    areEqual(keys);
  }

  @Test
  void oneThatIsKilledFindsEqualWhatItHasRepaired() {
    List<String> keys = inBoth(2_000);
    keys.forEach(key -> eu.merge(key, patch("new")));
    eu.most = 1_000;
    assertThatThrownBy(this::repair).isInstanceOf(BackendException.class);
    assertThat(heard.getLast().finished()).isFalse();
    long before = heard.getLast().repaired();
    assertThat(before).isPositive();
    eu.most = Long.MAX_VALUE;
    assertThat(repair().repaired()).isLessThanOrEqualTo(keys.size() - before);
    areEqual(keys);
  }

  @Test
  void aBackendMakesTheDigestsThatAListMakes() {
    try (Backend backend =
        DriverRegistry.load()
            .open("embedded", BackendOptions.named("eu").clock(clock).namespace("ns"))) {
      KeyValueMerge embedded = backend.require(StandardCapabilities.KEYVALUE_MERGE);
      List<String> keys = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        keys.add(key());
        Patch patch = i % 7 == 0 ? end() : patch("value " + i);
        eu.merge(keys.getLast(), patch);
        embedded.merge(keys.getLast(), patch);
      }
      String first = keys.get(1).substring(0, 1);
      for (String prefix : List.of("", first, keys.get(1), "nobody")) {
        assertThat(embedded.digests(prefix)).isEqualTo(eu.digests(prefix));
      }
      assertThat(embedded.digests("")).hasSizeGreaterThan(10);
      assertThat(embedded.digests(keys.get(1))).containsOnlyKeys(keys.get(1));
      embedded.merge(keys.get(1), patch("another"));
      assertThat(embedded.digests(first)).isNotEqualTo(eu.digests(first));
    }
  }

  @Test
  void oneThatWasAwayForTooLongIsMadeAnew() {
    List<String> keys = inBoth(50);
    String alone = key();
    us.merge(alone, patch("ended long ago"));
    us.merge(keys.get(1), patch("late"));
    us.merge(keys.get(2), end());
    eu.merge(keys.get(4), patch("new"));
    HybridClock stamps = new HybridClock(clock, "eu_2");
    Reseeding reseeding = new Reseeding(eu, us, true, stamps, HORIZON);
    assertThat(new Repair(eu, us, reseeding, heard::add).run().dropped()).isOne();
    assertThat(us.read(alone).orElseThrow().state()).isEqualTo(State.ENDED);
    assertThat(eu.read(alone)).isEmpty();
    assertThat(us.read(keys.get(1)).orElseThrow().text("a")).contains("same");
    assertThat(eu.read(keys.get(2)).orElseThrow().state()).isEqualTo(State.ENDED);
    areEqual(keys);
    assertThat(repair().repaired()).isZero();
  }
}
