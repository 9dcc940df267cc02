package io.patternsdk.testkit.contract.queue;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_DEAD_LETTER;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_VISIBILITY;

import io.patternsdk.core.Message;
import io.patternsdk.testkit.contract.CapabilitySuite;
import io.patternsdk.testkit.contract.Contracts;
import java.time.Duration;

/** The tests of the queue capabilities. */
public final class QueueSuite implements CapabilitySuite {
  private static final Duration HOUR = Duration.ofHours(1);

  @Override
  public Contracts addTo(Contracts known) {
    return known
        .with(QUEUE_BASIC, QueueContract.class, QueueContract::new)
        .with(QUEUE_BASIC, QueueLimitsContract.class, QueueLimitsContract::new)
        .with(QUEUE_BASIC, QueueWaitContract.class, QueueWaitContract::new)
        .with(QUEUE_BASIC, QueueRedeliveryContract.class, QueueRedeliveryContract::new)
        .with(QUEUE_BASIC, QueuePowerLossContract.class, QueuePowerLossContract::new)
        .with(QUEUE_VISIBILITY, QueueVisibilityContract.class, QueueVisibilityContract::new)
        .with(QUEUE_DEAD_LETTER, QueueDeadLetterContract.class, QueueDeadLetterContract::new)
        .with(QUEUE_DEAD_LETTER, DeadLetterRedriveContract.class, DeadLetterRedriveContract::new)
        .withFaults(QUEUE_BASIC, QueueFaults.class, QueueFaults::new)
        .withFaults(QUEUE_BASIC, QueueCrashFaults.class, QueueCrashFaults::new)
        .withSample(QUEUE_BASIC, queue -> queue.enqueue("sample", Message.of("value")))
        .withSample(
            QUEUE_VISIBILITY, queue -> queue.receive("sample visible", 1, Duration.ZERO, HOUR))
        .withSample(QUEUE_DEAD_LETTER, queue -> queue.deadLetterCount("sample"));
  }
}
