package io.patternsdk.observability;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Site;
import java.util.Locale;

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
 */
record SpanNames(
    String call,
    String attempt,
    String handling,
    Attributes common,
    Attributes client,
    Attributes process) {

  SpanNames(Site site, Operation operation) {
    this(
        site.slot() + "." + operation.name(),
        operation.name() + " " + site.slot(),
        "process " + site.slot(),
        common(site, operation),
        messaging(operation) ? sent(site, operation) : asked(site, operation),
        handled(site, operation));
  }

  private static boolean messaging(Operation operation) {
    String capability = operation.capability();
    return capability.startsWith("pubsub")
        || capability.startsWith("queue")
        || capability.startsWith("stream");
  }

  private static Attributes common(Site site, Operation operation) {
    return Attributes.builder()
        .put("patternsdk.slot", site.slot())
        .put("patternsdk.capability", operation.capability())
        .build();
  }

  private static Attributes asked(Site site, Operation operation) {
    return common(site, operation).toBuilder()
        .put("db.system.name", site.driver())
        .put("db.operation.name", operation.name())
        .build();
  }

  private static Attributes sent(Site site, Operation operation) {
    return common(site, operation).toBuilder()
        .put("messaging.system", site.driver())
        .put("messaging.operation.name", operation.name())
        .put("messaging.operation.type", type(operation.name()))
        .build();
  }

  private static Attributes handled(Site site, Operation operation) {
    return common(site, operation).toBuilder()
        .put("messaging.system", site.driver())
        .put("messaging.operation.name", "process")
        .put("messaging.operation.type", "process")
        .build();
  }

  private static String type(String operation) {
    return switch (operation) {
      case "publish", "publishAll", "enqueue" -> "send";
      case "receive" -> "receive";
      case "ack", "nack", "extend" -> "settle";
      default -> operation;
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
