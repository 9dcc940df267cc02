package io.patternsdk.testkit.contract;

import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.standard.StandardCapabilities;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which contracts belong to which capability. Immutable; whoever defines a capability adds its
 * contract with {@link #with}.
 */
public final class Contracts {
  private final Map<String, List<Contract<Subject, ?>>> byCapability;

  private Contracts(Map<String, List<Contract<Subject, ?>>> byCapability) {
    this.byCapability = Collections.unmodifiableMap(byCapability);
  }

  /** Returns the contracts of the SDK's own capabilities. */
  public static Contracts standard() {
    return new Contracts(new LinkedHashMap<>())
        .with(StandardCapabilities.KEYVALUE_BASIC, KeyValueContract.class, KeyValueContract::new)
        .with(
            StandardCapabilities.KEYVALUE_SCAN,
            KeyValueScanContract.class,
            KeyValueScanContract::new)
        .with(
            StandardCapabilities.KEYVALUE_TTL, KeyValueTtlContract.class, KeyValueTtlContract::new)
        .with(
            StandardCapabilities.KEYVALUE_BATCH,
            KeyValueBatchContract.class,
            KeyValueBatchContract::new)
        .with(
            StandardCapabilities.KEYVALUE_CAS, KeyValueCasContract.class, KeyValueCasContract::new)
        .with(
            StandardCapabilities.KEYVALUE_CAS,
            KeyValueCasRaceContract.class,
            KeyValueCasRaceContract::new)
        .with(
            StandardCapabilities.KEYVALUE_CAS_TTL,
            KeyValueCasTtlContract.class,
            KeyValueCasTtlContract::new)
        .with(
            StandardCapabilities.DOCUMENT_QUERY,
            DocumentQueryContract.class,
            DocumentQueryContract::new)
        .with(
            StandardCapabilities.DOCUMENT_QUERY,
            DocumentWalkContract.class,
            DocumentWalkContract::new)
        .with(
            StandardCapabilities.DOCUMENT_QUERY,
            DocumentAnswersContract.class,
            DocumentAnswersContract::new)
        .with(StandardCapabilities.PUBSUB_BASIC, PubSubContract.class, PubSubContract::new)
        .with(
            StandardCapabilities.PUBSUB_BASIC,
            PubSubLimitsContract.class,
            PubSubLimitsContract::new)
        .with(
            StandardCapabilities.PUBSUB_BASIC,
            SubscriptionContract.class,
            SubscriptionContract::new)
        .with(
            StandardCapabilities.PUBSUB_BASIC,
            SubscriptionEndContract.class,
            SubscriptionEndContract::new)
        .with(
            StandardCapabilities.PUBSUB_WILDCARDS,
            PubSubWildcardsContract.class,
            PubSubWildcardsContract::new)
        .with(StandardCapabilities.QUEUE_BASIC, QueueContract.class, QueueContract::new)
        .with(StandardCapabilities.QUEUE_BASIC, QueueLimitsContract.class, QueueLimitsContract::new)
        .with(StandardCapabilities.QUEUE_BASIC, QueueWaitContract.class, QueueWaitContract::new)
        .with(
            StandardCapabilities.QUEUE_BASIC,
            QueueRedeliveryContract.class,
            QueueRedeliveryContract::new)
        .with(
            StandardCapabilities.QUEUE_VISIBILITY,
            QueueVisibilityContract.class,
            QueueVisibilityContract::new)
        .with(
            StandardCapabilities.QUEUE_DEAD_LETTER,
            QueueDeadLetterContract.class,
            QueueDeadLetterContract::new)
        .with(
            StandardCapabilities.QUEUE_DEAD_LETTER,
            DeadLetterRedriveContract.class,
            DeadLetterRedriveContract::new);
  }

  /**
   * Returns these contracts with one more.
   *
   * @param capability what it tests
   * @param type the class with the {@link Case} methods
   * @param factory makes the instance on which one case runs
   */
  public <C> Contracts with(Capability<?> capability, Class<C> type, Function<Subject, C> factory) {
    Map<String, List<Contract<Subject, ?>>> more = new LinkedHashMap<>(byCapability);
    List<Contract<Subject, ?>> contracts =
        new ArrayList<>(more.getOrDefault(capability.name(), List.of()));
    contracts.add(new Contract<>(type, factory));
    more.put(capability.name(), List.copyOf(contracts));
    return new Contracts(more);
  }

  /** Returns the contracts that every driver keeps, whatever it declares. */
  static List<Contract<Subject, ?>> driver() {
    return List.of(
        new Contract<>(DriverContract.class, DriverContract::new),
        new Contract<>(DriverEndContract.class, DriverEndContract::new));
  }

  /** Tells whether a test holds for any contract and the name of its capability. */
  boolean anyMatch(BiPredicate<String, Contract<Subject, ?>> test) {
    return byCapability.entrySet().stream()
        .anyMatch(each -> each.getValue().stream().anyMatch(c -> test.test(each.getKey(), c)));
  }

  /** Returns all contracts of capabilities. */
  Stream<Contract<Subject, ?>> all() {
    return byCapability.values().stream().flatMap(List::stream);
  }

  /** Returns the contracts of a capability; none if it has none. */
  List<Contract<Subject, ?>> of(String capability) {
    return byCapability.getOrDefault(capability, List.of());
  }
}
