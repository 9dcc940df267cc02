package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.DOCUMENT_QUERY;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BATCH;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_SCAN;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_WATCH;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.SlotGuarantees;
import java.util.List;

/** Makes {@link MulticastRegistry}, with the slots {@code registry, messaging, durability}. */
public final class MulticastRegistryProvider implements PatternProvider<MulticastRegistry> {
  /** Where identities are stored. */
  public static final String REGISTRY = "registry";

  /** How messages reach those that listen. */
  public static final String MESSAGING = "messaging";

  /** Where messages to durable identities wait. */
  public static final String DURABILITY = "durability";

  @Override
  public String name() {
    return "multicast-registry";
  }

  @Override
  public List<Slot> slots() {
    return List.of(
        Slot.required(REGISTRY, KEYVALUE_BASIC, KEYVALUE_SCAN)
            .prefers(
                KEYVALUE_TTL,
                DOCUMENT_QUERY,
                KEYVALUE_CAS,
                KEYVALUE_CAS_TTL,
                KEYVALUE_BATCH,
                KEYVALUE_WATCH)
            .describedAs("stores the identities"),
        Slot.required(MESSAGING, PUBSUB_BASIC).describedAs("delivers multicasts"),
        Slot.optional(DURABILITY, QUEUE_BASIC, QUEUE_VISIBILITY, QUEUE_DEAD_LETTER)
            .describedAs("keeps multicasts to durable identities until acknowledged"));
  }

  @Override
  public void check(Settings settings) {
    settings.read(RegistrySettings::from);
  }

  @Override
  public List<String> promises(SlotGuarantees slots) {
    return new Promises(slots).all();
  }

  private static RegistrySettings read(Settings settings, PatternContext context) {
    RegistrySettings read = RegistrySettings.from(settings);
    FilledSlot registry = context.slot(REGISTRY);
    if (read.viewBytes() > 0 && registry.find(KEYVALUE_WATCH).isEmpty()) {
      settings.problem(
          "view_size",
          "needs keyvalue_watch, which " + registry.driver() + " in slot registry does not have",
          "leave it out, or take embedded, postgres, or nats on a server of 2.11 or newer");
    }
    read.multicastRetention().ifPresent(kept -> checkRecording(settings, registry));
    return read;
  }

  private static void checkRecording(Settings settings, FilledSlot registry) {
    for (Capability<?> needed : RecordedMulticasts.NEEDED) {
      if (registry.find(needed).isEmpty()) {
        settings.problem(
            "multicast_retention",
            "needs "
                + needed.name()
                + ", which "
                + registry.driver()
                + " in slot registry does not have",
            "leave it out, or take embedded, redis, postgres, or nats on a server of 2.11 or"
                + " newer");
        return;
      }
    }
  }

  @Override
  public MulticastRegistry create(PatternContext context) {
    return new MulticastRegistry(
        context, context.settings().read(settings -> read(settings, context)));
  }
}
