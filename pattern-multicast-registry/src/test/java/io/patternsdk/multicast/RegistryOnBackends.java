package io.patternsdk.multicast;

import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static io.patternsdk.multicast.MulticastRegistryProvider.DURABILITY;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.patternsdk.core.Message;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.MessageQueue.Depth;
import io.patternsdk.multicast.MulticastReport.Outcome;
import io.patternsdk.multicast.MulticastReport.Status;
import io.patternsdk.multicast.RegistryException.Code;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;

/** A registry on some set of backends. */
abstract class RegistryOnBackends {
  static final Duration SOON = Duration.ofSeconds(10);

  final Backends backends = backends();
  final MulticastRegistry registry = backends.registry();
  final MessageQueue queue =
      backends.in(DURABILITY).capabilities("test", List.of()).require(QUEUE_BASIC);

  abstract Backends backends();

  @AfterEach
  void closeBackends() {
    backends.close();
  }

  MulticastReport multicast(Filter filter, String text) {
    return registry.multicast(Multicast.to(filter, text.getBytes(UTF_8)));
  }

  void enqueue(String identity, int count) {
    for (int i = 0; i < count; i++) {
      queue.enqueue("deliveries:" + identity, Message.of("m" + i));
    }
  }

  Depth depth(String identity) {
    return queue.depth("deliveries:" + identity);
  }

  static Map<String, Status> statuses(MulticastReport report) {
    return report.outcomes().stream().collect(Collectors.toMap(Outcome::identity, Outcome::status));
  }

  static void refused(Code code, Runnable action) {
    assertThatExceptionOfType(RegistryException.class)
        .isThrownBy(action::run)
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
