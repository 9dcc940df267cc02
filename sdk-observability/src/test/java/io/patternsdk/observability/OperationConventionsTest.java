package io.patternsdk.observability;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.patternsdk.core.Message;
import io.patternsdk.core.blob.Blobs;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Wiring;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import io.patternsdk.core.pubsub.PublishResult;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.core.stream.AppendResult;
import io.patternsdk.core.stream.Offset;
import io.patternsdk.core.stream.StreamRecord;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation of every standard capability beside OpenTelemetry's semantic conventions for
 * databases and for messaging, and beside the names of metrics that are promised.
 */
class OperationConventionsTest {
  /**
   * What the conventions call each operation of messaging; empty for what they have no word for.
   */
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("publish", "send"),
          Map.entry("publish_all", "send"),
          Map.entry("enqueue", "send"),
          Map.entry("receive", "receive"),
          Map.entry("receive_visible", "receive"),
          Map.entry("ack", "settle"),
          Map.entry("nack", "settle"),
          Map.entry("extend", "settle"),
          Map.entry("subscribe", ""),
          Map.entry("subscribe_pattern", ""),
          Map.entry("depth", ""),
          Map.entry("dead_letters", ""),
          Map.entry("dead_letter_count", ""),
          Map.entry("redrive", ""),
          Map.entry("purge_dead_letters", ""),
          Map.entry("append", "send"),
          Map.entry("append_all", "send"),
          Map.entry("append_together", "send"),
          Map.entry("open_writer", ""),
          Map.entry("poll", "receive"),
          Map.entry("poll_group", "receive"),
          Map.entry("commit", "settle"),
          Map.entry("partitions", ""),
          Map.entry("read", ""),
          Map.entry("count_records", ""),
          Map.entry("join", ""),
          Map.entry("reset", ""),
          Map.entry("lag", ""),
          Map.entry("at", ""),
          Map.entry("end", ""),
          Map.entry("retain", ""),
          Map.entry("retention", ""),
          Map.entry("trim", ""));

  private static final Site SITE = new Site("slot", "driver", "system");

  private final SeenSpans seen = new SeenSpans();
  private final Tracing tracing = seen.tracing();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  static Stream<Operation> operations() {
    return StandardCapabilities.all().stream().map(Capability::operations).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void theSpanOfAnAttemptIsNamedByTheConventions(Operation operation) {
    call(operation);
    SpanData attempt = seen.named(operation.name() + " slot");
    boolean messaging =
        !operation.capability().matches("(keyvalue|document|changefeed|table|blob|timeseries)_.*");
    if (messaging) {
      String type = TYPES.get(operation.name());
      assertThat(type).as("a type for %s", operation).isNotNull();
      assertThat(text(attempt, "messaging.system")).isEqualTo("system");
      assertThat(text(attempt, "messaging.operation.name")).isEqualTo(operation.name());
      assertThat(text(attempt, "messaging.operation.type")).isEqualTo(type.isEmpty() ? null : type);
      assertThat(text(attempt, "messaging.destination.name")).isEqualTo("target");
      assertThat(attempt.getKind())
          .isEqualTo("send".equals(type) ? SpanKind.PRODUCER : SpanKind.CLIENT);
      assertThat(text(attempt, "db.system.name")).isNull();
    } else {
      assertThat(TYPES).doesNotContainKey(operation.name());
      assertThat(text(attempt, "db.system.name")).isEqualTo("system");
      assertThat(text(attempt, "db.operation.name")).isEqualTo(operation.name());
      assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
      assertThat(attempt.getAttributes().asMap().toString())
          .as("a key may be a secret")
          .doesNotContain("target");
    }
  }

  @ParameterizedTest
  @MethodSource("operations")
  void aCallOfSeveralSaysHowMany(Operation operation) {
    callOfThree(operation);
    SpanData attempt = seen.named(operation.name() + " slot");
    boolean messaging = TYPES.containsKey(operation.name());
    boolean receives = operation.yieldsMessages();
    assertThat(attempt.getAttributes().get(longKey("messaging.batch.message_count")))
        .isEqualTo(messaging ? receives ? 1L : 3L : null);
    assertThat(attempt.getAttributes().get(longKey("db.operation.batch.size")))
        .isEqualTo(messaging ? null : 3L);
  }

  @ParameterizedTest
  @MethodSource("operations")
  void itsMetricsHaveTheNamesAndLabelsThatArePromised(Operation operation) {
    call(operation);
    var timer =
        registry.get("driver.operation.duration").tag("operation", operation.name()).timer();
    assertThat(timer.count()).isEqualTo(1);
    assertThat(timer.getId().getTags())
        .containsExactlyInAnyOrder(
            Tag.of("operation", operation.name()),
            Tag.of("status", "success"),
            Tag.of("capability", operation.capability()),
            Tag.of("driver", "driver"),
            Tag.of("slot", "slot"));
  }

  private void call(Operation operation) {
    if (operation.toString().equals("blob_basic.delete_all")) {
      assertThat(blobs().deleteAll(List.of("target"))).isEmpty();
    } else {
      BoundOperation.bind(SITE, operation, layers()).call("target", () -> answer(operation));
    }
  }

  private void callOfThree(Operation operation) {
    if (operation.toString().equals("blob_basic.delete_all")) {
      assertThat(blobs().deleteAll(List.of("a", "b", "c"))).isEmpty();
    } else {
      BoundOperation bound = BoundOperation.bind(SITE, operation, layers());
      bound.call(bound.on("").items(3), () -> answer(operation));
    }
  }

  private List<Layer> layers() {
    return List.of(tracing.calls(), tracing.attempts(), new OperationMetrics(registry).attempts());
  }

  /** Blobs that delete whatever they are asked to; how that is told is their forwarder's own. */
  private Blobs blobs() {
    Object driver =
        Proxy.newProxyInstance(
            Blobs.class.getClassLoader(),
            new Class<?>[] {Blobs.class},
            (proxy, method, arguments) -> Map.of());
    return StandardCapabilities.BLOB_BASIC.forward(
        (Blobs) driver, Wiring.at(SITE).layers(layers()));
  }

  /** An answer of the type that the operation has, as far as layers look into it. */
  private static Object answer(Operation operation) {
    if (operation.capability().startsWith("stream_") && operation.yieldsMessages()) {
      return List.of(new StreamRecord(new Offset(0, 1), Instant.EPOCH, Message.of("x")));
    }
    if (operation.yieldsMessages()) {
      return List.of(new Delivery(Message.of("x"), new Receipt("r"), 1));
    }
    if (operation.name().equals("append_all")) {
      return AppendResult.allAppended(List.of(new Offset(0, 1)));
    }
    return operation.name().equals("publish_all") ? PublishResult.allPublished(3) : true;
  }

  private static String text(SpanData span, String attribute) {
    return span.getAttributes().get(stringKey(attribute));
  }
}
