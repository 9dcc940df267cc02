package io.patternsdk.multicast;

import static io.patternsdk.core.capability.Traits.CONSISTENCY;
import static io.patternsdk.core.capability.Traits.DELIVERY;
import static io.patternsdk.core.capability.Traits.DURABILITY;
import static io.patternsdk.core.capability.Traits.ORDERING;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_CAS_TTL;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_TTL;

import io.patternsdk.core.capability.Guarantee;
import io.patternsdk.core.capability.Trait;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import io.patternsdk.core.pattern.SlotGuarantees;
import java.util.ArrayList;
import java.util.List;

/** What a registry promises, which follows from what its backends guarantee. */
record Promises(SlotGuarantees slots) {
  private static final String REGISTRY = MulticastRegistryProvider.REGISTRY;
  private static final String MESSAGING = MulticastRegistryProvider.MESSAGING;
  private static final String QUEUE = MulticastRegistryProvider.DURABILITY;
  private static final String PAYLOADS = MulticastRegistryProvider.PAYLOADS;

  List<String> all() {
    List<String> all = new ArrayList<>();
    if (slots.filled(REGISTRY)) {
      all.add(identities() + because(REGISTRY, DURABILITY));
      all.add(selection() + because(REGISTRY, CONSISTENCY));
      if (!slots.has(REGISTRY, KEYVALUE_CAS)) {
        all.add("Two that register one id at the same moment may both be told that it is theirs.");
      }
      if (slots.has(REGISTRY, KEYVALUE_CAS) && slots.has(REGISTRY, KEYVALUE_CAS_TTL)) {
        all.add(recorded() + because(REGISTRY, DURABILITY));
      } else {
        all.add("A multicast ends with its process: one that is to be recorded is refused.");
      }
      if (!slots.has(REGISTRY, KEYVALUE_TTL)) {
        all.add("Identities stay until they unregister: a registration with a TTL is refused.");
      }
    }
    if (slots.filled(MESSAGING)) {
      all.add(messages() + because(MESSAGING, DELIVERY));
      all.add(order() + because(MESSAGING, ORDERING));
    }
    if (slots.filled(QUEUE)) {
      all.add(durableMessages() + because(QUEUE, DELIVERY));
      all.add(waiting() + because(QUEUE, DURABILITY));
      if (slots.filled(REGISTRY) && !registry().meets(slots.least(QUEUE, DURABILITY))) {
        all.add(
            "The queue keeps more than the registry: what waits for an identity that was lost comes"
                + " when it is registered again.");
      }
    } else {
      all.add("No message waits for who is away: a durable registration is refused.");
    }
    if (slots.filled(PAYLOADS)) {
      all.add(payloads() + because(PAYLOADS, DURABILITY));
    }
    return all;
  }

  private Durability registry() {
    return slots.least(REGISTRY, DURABILITY);
  }

  private String identities() {
    return switch (registry()) {
      case VOLATILE ->
          "Identities are gone when the backend of the registry ends, and register again";
      case PERIODIC ->
          "Identities survive the end of every process, but a crash may lose those of the last"
              + " moments";
      case SYNCED -> "An identity whose registration was answered survives a crash at any moment";
    };
  }

  private String recorded() {
    String finished =
        "A recorded multicast that has begun is finished by any process with multicast_retention,"
            + " and comes again, with the same id, to those whose outcome was not recorded";
    return switch (registry()) {
      case VOLATILE -> finished + ", unless the backend of the registry ends";
      case PERIODIC -> finished + ", unless a crash loses the last moments of the registry";
      case SYNCED -> finished;
    };
  }

  private String selection() {
    return switch (slots.least(REGISTRY, CONSISTENCY)) {
      case EVENTUAL -> "A multicast may miss identities that were registered before it";
      case OWN_WRITES ->
          "A multicast selects every identity that its own process had registered before it, and"
              + " may miss those of others";
      case LINEARIZABLE ->
          "A multicast selects every identity that was registered before it, at whichever process";
    };
  }

  private String messages() {
    return switch (slots.least(MESSAGING, DELIVERY)) {
      case AT_MOST_ONCE ->
          "A message to an identity that is not durable comes at most once: who is not subscribed"
              + " at that moment does not get it";
      case AT_LEAST_ONCE -> "A message to an identity that is not durable comes at least once";
    };
  }

  private String order() {
    return slots.least(MESSAGING, ORDERING).meets(Ordering.KEY)
        ? "Messages that one process multicasts one after the other come to an identity that is not"
            + " durable in that order"
        : "Messages come in any order";
  }

  private String durableMessages() {
    return switch (slots.least(QUEUE, DELIVERY)) {
      case AT_MOST_ONCE ->
          "A message to a durable identity comes at most once, when its receiver is there";
      case AT_LEAST_ONCE ->
          "A message to a durable identity comes at least once, in any order, until it is"
              + " acknowledged or set aside";
    };
  }

  private String waiting() {
    return switch (slots.least(QUEUE, DURABILITY)) {
      case VOLATILE -> "Messages that wait are lost when the backend of the durability slot ends";
      case PERIODIC ->
          "Messages that wait survive the end of every process, but a crash may lose those of the"
              + " last moments";
      case SYNCED -> "A message that was enqueued survives a crash at any moment";
    };
  }

  private String payloads() {
    String large = "Payloads larger than payload_threshold are kept apart for payload_retention; ";
    return large
        + switch (slots.least(PAYLOADS, DURABILITY)) {
          case VOLATILE -> "their messages are lost when the backend of the payloads slot ends";
          case PERIODIC -> "a crash of their backend may lose messages of the last moments";
          case SYNCED -> "no crash of their backend loses one";
        };
  }

  private String because(String slot, Trait<? extends Guarantee> trait) {
    String detail = slots.detail(slot, trait);
    return detail.isEmpty() ? "." : " (" + slot + ": " + detail + ").";
  }
}
