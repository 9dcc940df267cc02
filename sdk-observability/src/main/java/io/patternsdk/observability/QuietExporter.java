package io.patternsdk.observability;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Collection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Says once that spans cannot be sent, and once that they can be again. */
record QuietExporter(SpanExporter exporter, TracingOptions options, AtomicBoolean failing)
    implements SpanExporter {
  private static final Logger LOG = System.getLogger(Tracing.class.getName());

  QuietExporter(SpanExporter exporter, TracingOptions options) {
    this(exporter, options, new AtomicBoolean());
  }

  @Override
  public CompletableResultCode export(Collection<SpanData> spans) {
    CompletableResultCode result = exporter.export(spans);
    result.whenComplete(() -> ended(result));
    return result;
  }

  private void ended(CompletableResultCode result) {
    if (failing.compareAndSet(result.isSuccess(), !result.isSuccess())) {
      if (result.isSuccess()) {
        LOG.log(Level.INFO, "spans are sent to " + options.endpoint() + " again");
      } else {
        LOG.log(
            Level.WARNING,
            "spans cannot be sent to "
                + options.endpoint()
                + " and are dropped"
                + reason(result.getFailureThrowable()));
      }
    }
  }

  private static String reason(@Nullable Throwable failure) {
    Throwable why = failure == null || failure.getCause() == null ? failure : failure.getCause();
    return why == null ? "" : ": " + (why.getMessage() == null ? why : why.getMessage());
  }

  @Override
  public CompletableResultCode flush() {
    return exporter.flush();
  }

  @Override
  public CompletableResultCode shutdown() {
    return exporter.shutdown();
  }
}
