package io.patternsdk.testkit.contract;

import io.patternsdk.core.Message;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.standard.StandardCapabilities;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One call of each capability that a backend has, by the name of the capability. */
final class SampleCalls {
  private SampleCalls() {}

  static Map<String, Runnable> of(Backend backend) {
    Map<String, Runnable> calls = new TreeMap<>();
    byte[] value = Values.of("value");
    Message message = Message.of(value);
    Duration hour = Duration.ofHours(1);
    add(calls, backend, StandardCapabilities.KEYVALUE_BASIC, c -> c.set("sample", value));
    add(calls, backend, StandardCapabilities.KEYVALUE_SCAN, c -> c.keys("").toList());
    add(calls, backend, StandardCapabilities.KEYVALUE_TTL, c -> c.set("sample", value, hour));
    add(calls, backend, StandardCapabilities.KEYVALUE_BATCH, c -> c.getAll(List.of("sample")));
    add(calls, backend, StandardCapabilities.KEYVALUE_CAS, c -> c.setIfAbsent("sample", value));
    add(
        calls,
        backend,
        StandardCapabilities.KEYVALUE_CAS_TTL,
        c -> c.setIfAbsent("sample", value, hour));
    add(
        calls,
        backend,
        StandardCapabilities.DOCUMENT_QUERY,
        c -> c.index("sample", List.of("field")));
    add(calls, backend, StandardCapabilities.PUBSUB_BASIC, c -> c.publish("sample", message));
    add(
        calls,
        backend,
        StandardCapabilities.PUBSUB_WILDCARDS,
        c -> c.subscribePattern("sample.*", (topic, received) -> {}).close());
    add(calls, backend, StandardCapabilities.QUEUE_BASIC, c -> c.enqueue("sample", message));
    add(
        calls,
        backend,
        StandardCapabilities.QUEUE_VISIBILITY,
        c -> c.receive("sample visible", 1, Duration.ZERO, hour));
    add(calls, backend, StandardCapabilities.QUEUE_DEAD_LETTER, c -> c.deadLetterCount("sample"));
    return calls;
  }

  private static <T> void add(
      Map<String, Runnable> calls, Backend backend, Capability<T> capability, Consumer<T> call) {
    backend
        .find(capability)
        .ifPresent(object -> calls.put(capability.name(), () -> call.accept(object)));
  }
}
