package io.patternsdk.session;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.pattern.Choice;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import java.util.List;

/** Makes {@link SessionStore}, with the slot {@code regions}. */
public final class SessionStoreProvider implements PatternProvider<SessionStore> {
  /** Where sessions are stored. */
  public static final String REGIONS = "regions";

  /** Records of what a backend has. */
  @FunctionalInterface
  interface Store {
    Records records(KeyValueScan scan, Clock clock);
  }

  static final Choice<Store> RECORDS =
      Choice.of(Store.class)
          .or(KEYVALUE_MERGE, merge -> (scan, clock) -> Records.of(merge, clock))
          .or(KEYVALUE_CAS, cas -> (scan, clock) -> Records.over(cas, scan, clock));

  @Override
  public String name() {
    return "session-store";
  }

  @Override
  public List<Slot> slots() {
    return List.of(
        Slot.required(REGIONS, KEYVALUE_SCAN).anyOf(RECORDS).describedAs("stores the sessions"));
  }

  @Override
  public void check(Settings settings) {
    settings.read(SessionSettings::from);
  }

  @Override
  public SessionStore create(PatternContext context) {
    return new SessionStore(context, context.settings().read(SessionSettings::from));
  }
}
