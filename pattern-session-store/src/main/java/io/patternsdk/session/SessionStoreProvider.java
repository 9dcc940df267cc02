package io.patternsdk.session;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_MERGE;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_CONSUMER_GROUPS;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_RETENTION;

import io.patternsdk.core.Clock;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.keyvalue.KeyValueScan;
import io.patternsdk.core.merge.KeyValueMerge;
import io.patternsdk.core.merge.Records;
import io.patternsdk.core.pattern.Choice;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.session.internal.regions.Journal;
import io.patternsdk.session.internal.regions.Region;
import io.patternsdk.session.internal.regions.Regions;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes {@link SessionStore}, with the slots {@code regions} and {@code replication}. */
public final class SessionStoreProvider implements PatternProvider<SessionStore> {
  /** Where sessions are stored. */
  public static final String REGIONS = "regions";

  /** Where what was written waits for other regions. */
  public static final String REPLICATION = "replication";

  /** What fits into a stamp beside the name of a process. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9-]{1,19}");

  /** Records of what a backend has. */
  @FunctionalInterface
  interface Store {
    KeyValueMerge records(KeyValueScan scan, Clock clock);
  }

  static final Choice<Store> RECORDS =
      Choice.of(Store.class)
          .or(KEYVALUE_MERGE, merge -> (scan, clock) -> merge)
          .or(KEYVALUE_CAS, cas -> (scan, clock) -> Records.compared(cas, scan, clock));

  @Override
  public String name() {
    return "session-store";
  }

  @Override
  public List<Slot> slots() {
    return List.of(
        Slot.many(REGIONS, KEYVALUE_SCAN)
            .atLeast(1)
            .anyOf(RECORDS)
            .describedAs("stores the sessions, each member those of a region"),
        Slot.optional(REPLICATION, STREAM_BASIC, STREAM_CONSUMER_GROUPS)
            .prefers(STREAM_RETENTION)
            .describedAs("names what other regions have not been brought yet"));
  }

  @Override
  public void check(Settings settings) {
    settings.read(SessionSettings::from);
  }

  @Override
  public SessionStore create(PatternContext context) {
    List<FilledSlot> members = context.members(REGIONS);
    List<String> names = members.stream().map(SessionStoreProvider::region).toList();
    SessionSettings settings = context.settings().read(s -> settings(s, names));
    List<Region> regions =
        members.stream()
            .map(member -> new Region(region(member), member, m -> records(m, context.clock())))
            .toList();
    String own = settings.local().orElse(names.getFirst());
    return new SessionStore(
        context,
        settings,
        new Regions(
            regions.get(names.indexOf(own)),
            regions,
            settings.replication(),
            regions.size() == 1 ? null : journal(context, own),
            context.clock(),
            context.budget(),
            context.meters()));
  }

  private static @Nullable Journal journal(PatternContext context, String own) {
    return context.optionalSlot(REPLICATION).map(slot -> Journal.of(slot, own)).orElse(null);
  }

  private static SessionSettings settings(Settings s, List<String> regions) {
    regions.stream()
        .filter(name -> regions.size() > 1 && !NAME.matcher(name).matches())
        .forEach(
            name ->
                s.problem(
                    "local",
                    "cannot be told: a region is named " + name,
                    "names of 1 to 19 letters, digits and -"));
    return SessionSettings.from(s, regions);
  }

  private static String region(FilledSlot member) {
    String name = member.name();
    return name.startsWith(REGIONS + ".") ? name.substring(REGIONS.length() + 1) : name;
  }

  private static KeyValueMerge records(FilledSlot member, Clock clock) {
    return member.require(RECORDS).records(member.require(KEYVALUE_SCAN), clock);
  }
}
