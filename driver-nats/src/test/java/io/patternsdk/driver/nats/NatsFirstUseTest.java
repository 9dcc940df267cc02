package io.patternsdk.driver.nats;

import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.keyvalue.KeyValue;
import io.patternsdk.testkit.server.NatsServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

class NatsFirstUseTest {
  private static final int NAMESPACES = 15;
  private static final int PROCESSES = 4;

  @ParameterizedTest
  @ArgumentsSource(EachVersion.class)
  void processesThatUseAStreamFirstAtTheSameTimeAreAllAnswered(NatsServer server) throws Exception {
    for (int i = 0; i < NAMESPACES; i++) {
      String namespace = UUID.randomUUID().toString();
      List<Backend> backends = new ArrayList<>();
      try {
        for (int process = 0; process < PROCESSES; process++) {
          backends.add(Backends.open(Backends.options(server.uri()).namespace(namespace)));
        }
        askAtOnce(backends.stream().map(one -> one.require(KEYVALUE_BASIC)).toList());
      } finally {
        backends.forEach(Backend::close);
      }
    }
  }

  private static void askAtOnce(List<KeyValue> stores)
      throws InterruptedException, ExecutionException {
    List<Callable<Optional<byte[]>>> calls = new ArrayList<>();
    stores.forEach(store -> calls.add(() -> store.get("key")));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Optional<byte[]>> answer : threads.invokeAll(calls)) {
        assertThat(answer.get()).isEmpty();
      }
    }
  }
}
