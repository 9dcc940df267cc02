package io.patternsdk.observability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.RejectedException;
import io.patternsdk.core.Rejection;
import io.patternsdk.core.layer.BoundOperation;
import io.patternsdk.core.layer.Call;
import io.patternsdk.core.layer.Interceptor;
import io.patternsdk.core.layer.Invocation;
import io.patternsdk.core.layer.Operation;
import io.patternsdk.core.layer.Operation.Kind;
import io.patternsdk.core.layer.Site;
import java.net.ConnectException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The metrics of the RFC as somebody scrapes them: dashboards and alerts name them, their labels
 * and the values of these.
 */
class PromisedMetricsTest {
  private static final Site SITE = new Site("registry", "redis");
  private static final Operation GET = Operation.of("keyvalue_basic", "get", Kind.READ);
  private static final String LABELS =
      "{capability=\"keyvalue_basic\",driver=\"redis\",%soperation=\"get\",%sslot=\"registry\"%s}";

  private final PrometheusMetrics metrics = new PrometheusMetrics();
  private final BoundOperation get =
      BoundOperation.bind(
          SITE, GET, List.of(metrics.operations().refusals(), metrics.operations().attempts()));

  private void failing(OperationException failure) {
    assertThatThrownBy(
            () ->
                get.call(
                    () -> {
                      throw failure;
                    }))
        .isSameAs(failure);
  }

  private Map<String, Double> scraped() {
    Map<String, Double> samples = new TreeMap<>();
    metrics
        .scrape(PrometheusMetrics.contentType(""))
        .lines()
        .filter(line -> line.startsWith("driver_") && !line.contains("_bucket"))
        .forEach(
            line -> {
              int space = line.lastIndexOf(' ');
              samples.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
            });
    return samples;
  }

  private static String labels(String errorType, String reason, String status) {
    return LABELS.formatted(
        errorType.isEmpty() ? "" : "error_type=\"" + errorType + "\",",
        reason.isEmpty() ? "" : "reason=\"" + reason + "\",",
        status.isEmpty() ? "" : ",status=\"" + status + "\"");
  }

  @Test
  void callsAreCountedAndTimedByTheirOperationAndTheirStatus() {
    for (int i = 0; i < 3; i++) {
      assertThat(get.<String>call(() -> "value")).isEqualTo("value");
    }
    failing(new BackendException(ErrorKind.TIMED_OUT, "no answer"));
    assertThat(scraped())
        .containsEntry("driver_operation_total" + labels("", "", "success"), 3.0)
        .containsEntry("driver_operation_total" + labels("", "", "error"), 1.0)
        .containsEntry("driver_operation_duration_seconds_count" + labels("", "", "success"), 3.0)
        .containsEntry("driver_operation_duration_seconds_count" + labels("", "", "error"), 1.0);
  }

  @Test
  void failuresAreCountedByTheTypesOfTheRfcAndElseByTheirKind() {
    failing(new BackendException(ErrorKind.TIMED_OUT, "no answer"));
    failing(
        new BackendException(
            ErrorKind.UNAVAILABLE,
            Effect.NONE,
            "cannot connect",
            new IllegalStateException(new ConnectException("Connection refused"))));
    failing(new BackendException(ErrorKind.UNAVAILABLE, "connection lost"));
    failing(new BackendException(ErrorKind.PERMISSION_DENIED, "NOAUTH"));
    assertThat(scraped())
        .containsEntry("driver_error_total" + labels("timeout", "", ""), 1.0)
        .containsEntry("driver_error_total" + labels("connection_refused", "", ""), 1.0)
        .containsEntry("driver_error_total" + labels("unavailable", "", ""), 1.0)
        .containsEntry("driver_error_total" + labels("permission_denied", "", ""), 1.0);
  }

  @Test
  void whatAGuardRefusesIsNoCallOfTheDriver() {
    BoundOperation guarded =
        BoundOperation.bind(
            SITE,
            GET,
            List.of(
                metrics.operations().refusals(),
                (site, operation) -> new Full(),
                metrics.operations().attempts()));
    assertThatThrownBy(() -> guarded.call(() -> "value")).isInstanceOf(RejectedException.class);
    assertThat(scraped())
        .containsEntry("driver_rejected_total" + labels("", "full", ""), 1.0)
        .containsEntry("driver_operation_total" + labels("", "", "success"), 0.0)
        .doesNotContainKey("driver_operation_total" + labels("", "", "error"));
  }

  /** Lets nobody in. */
  private record Full() implements Interceptor {
    @Override
    public <T> T call(Invocation invocation, Call<T> next) {
      throw new RejectedException(Rejection.FULL, "full");
    }
  }
}
