package io.patternsdk.observability;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How the spans of one operation are named, after OpenTelemetry's conventions for databases and for
 * messaging.
 *
 * @param call the name of the span of a whole call, such as {@code registry.get}
 * @param attempt the name of the span of an attempt, such as {@code get registry}
 * @param handling the name of the span of a handler, such as {@code process messaging}
 * @param common what every span of the operation bears
 * @param client what the span of an attempt bears
 * @param process what the span of a handler bears
 * @param kind the kind of the span of an attempt
 */
record SpanNames(
    String call,
    String attempt,
    String handling,
    Attributes common,
    Attributes client,
    Attributes process,
    SpanKind kind) {

  SpanNames(Site site, Operation operation) {
    this(
        site.slot() + "." + operation.name(),
        operation.name() + " " + site.slot(),
        "process " + site.slot(),
        common(site, operation),
        operation.messaging() ? messaging(site, operation) : database(site, operation),
        handled(site, operation),
        operation.kind() == Operation.Kind.SEND ? SpanKind.PRODUCER : SpanKind.CLIENT);
  }

  /** Says what one call is about. A key is not told: it may be a secret, and is never a name. */
  void describe(SpanBuilder span, Invocation invocation) {
    if (!invocation.operation().messaging()) {
      if (invocation.items() > 1) {
        span.setAttribute("db.operation.batch.size", invocation.items());
      }
    } else if (!invocation.target().isEmpty()) {
      span.setAttribute("messaging.destination.name", invocation.target());
      if (kind == SpanKind.PRODUCER) {
        span.setAttribute("messaging.message.body.size", invocation.bytes());
      }
    } else {
      span.setAttribute("messaging.batch.message_count", invocation.items());
    }
  }

  private static Attributes common(Site site, Operation operation) {
    return Attributes.builder()
        .put("patternsdk.slot", site.slot())
        .put("patternsdk.capability", operation.capability())
        .build();
  }

  private static Attributes database(Site site, Operation operation) {
    return common(site, operation).toBuilder()
        .put("db.system.name", site.system())
        .put("db.operation.name", operation.name())
        .build();
  }

  private static Attributes messaging(Site site, Operation operation) {
    AttributesBuilder attributes =
        common(site, operation).toBuilder()
            .put("messaging.system", site.system())
            .put("messaging.operation.name", operation.name());
    String type = type(operation);
    return (type == null ? attributes : attributes.put("messaging.operation.type", type)).build();
  }

  private static Attributes handled(Site site, Operation operation) {
    return common(site, operation).toBuilder()
        .put("messaging.system", site.system())
        .put("messaging.operation.name", "process")
        .put("messaging.operation.type", "process")
        .build();
  }

  /** The well-known type; null for what is none of them, such as subscribing or counting. */
  private static @Nullable String type(Operation operation) {
    return switch (operation.kind()) {
      case SEND -> "send";
      case RECEIVE -> operation.yieldsMessages() ? "receive" : null;
      case SETTLE -> "settle";
      default -> null;
    };
  }

  /** Marks a span as failed. */
  static void fail(Span span, Throwable error) {
    span.setStatus(StatusCode.ERROR, String.valueOf(error.getMessage()));
    span.setAttribute("error.type", type(error));
  }

  private static String type(Throwable error) {
    return switch (error) {
      case BackendException backend -> OperationMetrics.errorType(backend.kind());
      case RejectedException rejected ->
          "rejected_" + rejected.reason().name().toLowerCase(Locale.ROOT);
      default -> error.getClass().getName();
    };
  }
}
