package io.patternsdk.observability;

import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.patternsdk.core.standard.StandardCapabilities.KEYVALUE_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.PUBSUB_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.QUEUE_BASIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.patternsdk.concurrency.fanout.FanOut;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.layer.BoundHandle;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.Receipt;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final Operation GET = operation(KEYVALUE_BASIC, "get");
  private static final Operation PUBLISH = operation(PUBSUB_BASIC, "publish");
  private static final Operation SUBSCRIBE = operation(PUBSUB_BASIC, "subscribe");
  private static final Operation RECEIVE = operation(QUEUE_BASIC, "receive");

  private static Operation operation(Capability<?> capability, String name) {
    return capability.operations().stream()
        .filter(operation -> operation.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private final SeenSpans seen = new SeenSpans();
  private final Tracing tracing = seen.tracing();

  @AfterEach
  void close() {
    tracing.close();
  }

  private BoundOperation bind(Operation operation) {
    return BoundOperation.bind(
        new Site("registry", "redis"), operation, List.of(tracing.calls(), tracing.attempts()));
  }

  @Test
  void aCallHasASpanAndEachAttemptOneInside() {
    bind(GET).call(() -> "value");
    SpanData call = seen.named("registry.get");
    SpanData attempt = seen.named("get registry");
    assertThat(attempt.getParentSpanId()).isEqualTo(call.getSpanId());
    assertThat(attempt.getKind()).isEqualTo(SpanKind.CLIENT);
    assertThat(attempt.getAttributes().get(stringKey("db.system.name"))).isEqualTo("redis");
    assertThat(attempt.getAttributes().get(stringKey("db.operation.name"))).isEqualTo("get");
    assertThat(call.getAttributes().get(stringKey("patternsdk.slot"))).isEqualTo("registry");
  }

  @Test
  void aFailureMarksItsSpans() {
    assertThatThrownBy(
            () ->
                bind(GET)
                    .call(
                        () -> {
                          throw new BackendException(ErrorKind.TIMED_OUT, "too slow");
                        }))
        .isInstanceOf(BackendException.class);
    SpanData attempt = seen.named("get registry");
    assertThat(attempt.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(attempt.getStatus().getDescription()).contains("too slow");
    assertThat(attempt.getAttributes().get(stringKey("error.type"))).isEqualTo("timeout");
  }

  @Test
  void aMessageCarriesItsTraceToTheHandler() {
    BoundOperation publish = bind(PUBLISH);
    AtomicReference<Message> sent = new AtomicReference<>();
    publish.run(() -> sent.set(publish.outgoing(Message.of("hello"))));
    assertThat(sent.get().header("traceparent")).isPresent();
    bind(SUBSCRIBE).deliver("news", sent.get(), () -> {});
    SpanData attempt = seen.named("publish registry");
    SpanData handling = seen.named("process registry");
    assertThat(handling.getTraceId()).isEqualTo(attempt.getTraceId());
    assertThat(handling.getParentSpanId()).isEqualTo(attempt.getSpanId());
    assertThat(handling.getKind()).isEqualTo(SpanKind.CONSUMER);
    assertThat(attempt.getAttributes().get(stringKey("messaging.operation.type")))
        .isEqualTo("send");
  }

  @Test
  void aHandlerThatFailsMarksItsSpanAndFailsAsBefore() {
    assertThatThrownBy(
            () ->
                bind(SUBSCRIBE)
                    .deliver(
                        "news",
                        Message.of("hello"),
                        () -> {
                          throw new IllegalStateException("no");
                        }))
        .hasMessage("no");
    assertThat(seen.named("process registry").getStatus().getStatusCode())
        .isEqualTo(StatusCode.ERROR);
  }

  @Test
  void aWaitForNothingIsNoSpan() {
    BoundOperation receive = bind(RECEIVE);
    receive.call(receive.on("jobs").waiting(Duration.ofSeconds(1)), List::of);
    assertThat(seen.all()).isEmpty();
  }

  @Test
  void aWaitIsLinkedToTheMessagesThatItGot() {
    BoundOperation publish = bind(PUBLISH);
    AtomicReference<Message> sent = new AtomicReference<>();
    publish.run(() -> sent.set(publish.outgoing(Message.of("hello"))));
    bind(RECEIVE).call(() -> List.of(new Delivery(sent.get(), new Receipt("r"), 1)));
    SpanData received = seen.named("receive registry");
    assertThat(received.getLinks())
        .singleElement()
        .extracting(link -> link.getSpanContext().getTraceId())
        .isEqualTo(seen.named("publish registry").getTraceId());
  }

  @Test
  void whatLivesOnHasOneSpanFromItsOpeningToItsEnd() {
    Operation get = Operation.builder("blob_basic", "get", Operation.Kind.READ).occupying().build();
    BoundOperation blobs = bind(get);
    try (BoundHandle<AutoCloseable> stream = blobs.open(blobs.on("x"), () -> () -> {})) {
      assertThat(seen.all()).extracting(SpanData::getName).containsExactly("get registry");
      stream.run(opened -> bind(GET).call(() -> "value"));
    }
    SpanData whole = seen.named("registry.get");
    assertThat(seen.all().getLast().getAttributes().get(stringKey("patternsdk.capability")))
        .isEqualTo("blob_basic");
    assertThat(whole.getParentSpanId()).isEqualTo(seen.all().getLast().getSpanId());
  }

  @Test
  void aRequestContinuesTheTraceOfItsCaller() {
    Map<String, String> headers =
        Map.of("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    try (var span = tracing.requests().begin("GET", "/identities/{id}", headers::get)) {
      bind(GET).call(() -> "value");
      assertThat(Tracing.currentTraceId()).isEqualTo("0af7651916cd43dd8448eb211c80319c");
      assertThat(span.traceId()).isEqualTo(Tracing.currentTraceId());
      span.status(503);
    }
    SpanData request = seen.named("GET /identities/{id}");
    assertThat(request.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(request.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
    assertThat(seen.named("registry.get").getParentSpanId()).isEqualTo(request.getSpanId());
    assertThat(Tracing.currentTraceId()).isEmpty();
  }

  @Test
  void aSpanGoesToTheThreadsOfAFanOut() {
    BoundOperation get = bind(GET);
    try (var span = tracing.requests().begin("GET", "/", name -> null)) {
      FanOut.bounded(2).all(List.of("a", "b"), key -> get.call(() -> key));
      span.status(200);
    }
    assertThat(seen.all())
        .extracting(SpanData::getTraceId)
        .hasSize(5)
        .containsOnly(seen.named("GET /").getTraceId());
  }

  @Test
  void withoutTracingARequestIsAsItWas() {
    try (var span = RequestTracing.none().begin("GET", "/", name -> null)) {
      assertThat(span.traceId()).isEmpty();
      span.status(200);
    }
    assertThat(seen.all()).isEmpty();
  }
}
