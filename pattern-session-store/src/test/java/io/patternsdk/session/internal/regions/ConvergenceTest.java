package io.patternsdk.session.internal.regions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generated histories of three regions: all end equal, and are what the oracle says. */
class ConvergenceTest {
  private static final int HISTORIES = 300;
  private static final int EMBEDDED_HISTORIES = 40;

  private final Backend any = DriverRegistry.load().open("embedded");
  private final List<Backend> opened = new ArrayList<>(List.of(any));
  private final long first = new Random().nextInt(1 << 30);

  @AfterEach
  void close() {
    opened.forEach(Backend::close);
  }

  @Test
  void everyHistoryEndsEqual() {
    for (long seed = first; seed < first + HISTORIES; seed++) {
      assertThat(new World(seed, Flaw.NONE, World.models(Flaw.NONE), any).run())
          .as("seed %d", seed)
          .isEmpty();
    }
  }

  @Test
  void soDoThoseOfEmbeddedRegions() {
    Map<String, KeyValueMerge> stores = new TreeMap<>();
    for (String name : World.names()) {
      Backend backend = DriverRegistry.load().open("embedded");
      opened.add(backend);
      stores.put(name, backend.capabilities().require(StandardCapabilities.KEYVALUE_MERGE));
    }
    for (long seed = first; seed < first + EMBEDDED_HISTORIES; seed++) {
      assertThat(new World(seed, Flaw.NONE, stores, any).run()).as("seed %d", seed).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void everyFlawIsFound(Flaw flaw) {
    for (long seed = first; seed < first + HISTORIES; seed++) {
      if (new World(seed, flaw, World.models(flaw), any).run().isPresent()) {
        return;
      }
    }
    fail(flaw + " was not found in " + HISTORIES + " histories from seed " + first);
  }
}
