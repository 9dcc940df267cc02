package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.BLOB_BASIC;
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
import io.patternsdk.core.claimcheck.ClaimCheck;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.pattern.FilledSlot;
import io.patternsdk.core.pattern.PatternContext;
import io.patternsdk.core.pattern.PatternProvider;
import io.patternsdk.core.pattern.Slot;
import io.patternsdk.core.pattern.SlotGuarantees;
import io.patternsdk.multicast.recorded.Head;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Makes {@link MulticastRegistry}, with its four slots. */
public final class MulticastRegistryProvider implements PatternProvider<MulticastRegistry> {
  /** Where identities are stored. */
  public static final String REGISTRY = "registry";

  /** How messages reach those that listen. */
  public static final String MESSAGING = "messaging";

  /** Where messages to durable identities wait. */
  public static final String DURABILITY = "durability";

  /** Where payloads are kept that are too large to travel. */
  public static final String PAYLOADS = "payloads";

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
            .describedAs("keeps multicasts to durable identities until acknowledged"),
        Slot.optional(PAYLOADS, BLOB_BASIC)
            .describedAs("keeps payloads that are too large for the other slots"));
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
    if (context.optionalSlot(PAYLOADS).isEmpty()) {
      for (String name : List.of("payload_threshold", "payload_retention")) {
        if (settings.has(name)) {
          settings.problem(
              name,
              "is not used: slot payloads is empty",
              "leave it out, or fill that slot with a backend that has blob_basic");
        }
      }
    }
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

  /** Returns where large payloads go; what a backend cannot carry is large whatever is set. */
  static ClaimCheck payloads(PatternContext context, RegistrySettings settings) {
    LongStream carried =
        Stream.of(
                context.optionalSlot(MESSAGING).map(slot -> most(slot, PUBSUB_BASIC)),
                context.optionalSlot(DURABILITY).map(slot -> most(slot, QUEUE_BASIC)),
                settings.multicastRetention().map(kept -> mostRecorded(context.slot(REGISTRY))))
            .flatMap(Optional::stream)
            .mapToLong(Long::longValue);
    return new ClaimCheck(
        PAYLOADS,
        context.optionalSlot(PAYLOADS).map(slot -> slot.require(BLOB_BASIC)),
        Math.min(settings.payloadThreshold(), carried.min().orElse(Long.MAX_VALUE)),
        settings.payloadRetention(),
        context.clock());
  }

  /** Half of what a record may have, as it has payloads in Base64 and more beside. */
  private static long mostRecorded(FilledSlot registry) {
    return Math.min(most(registry, KEYVALUE_BASIC), Head.MOST_BYTES) / 2;
  }

  private static long most(FilledSlot slot, Capability<?> carrier) {
    return slot.capabilities().traits(carrier).maxValueBytes();
  }

  @Override
  public MulticastRegistry create(PatternContext context) {
    return new MulticastRegistry(
        context, context.settings().read(settings -> read(settings, context)));
  }
}
