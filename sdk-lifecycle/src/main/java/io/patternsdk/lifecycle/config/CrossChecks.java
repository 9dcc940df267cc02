package io.patternsdk.lifecycle.config;

import io.patternsdk.core.config.Located;
import io.patternsdk.core.config.NearestName;
import io.patternsdk.core.config.Settings;
import java.util.List;

/** Rules that need more than one section. */
final class CrossChecks {

  private CrossChecks() {}

  static void of(RunnerConfig config, Settings root) {
    slots(config, root);
    addresses(config, root);
  }

  private static void slots(RunnerConfig config, Settings root) {
    for (SlotConfig slot : config.slots().values()) {
      for (Located<String> backend : slot.backends().orElse(List.of())) {
        if (!config.backends().containsKey(backend.value())) {
          root.problems()
              .note(
                  backend.problem(
                      "names the backend " + backend.shown() + ", which is not in backends",
                      NearestName.hint(backend.value(), config.backends().keySet())));
        }
      }
    }
  }

  private static void addresses(RunnerConfig config, Settings root) {
    HttpConfig http = config.http();
    MetricsConfig metrics = config.observability().metrics();
    if (!Addresses.loopback(http.host()) && !http.secured() && !http.insecure()) {
      Settings section = root.section("http");
      section.problem(
          "host",
          "is " + section.shown("host", http.host()) + ", which others can reach",
          "expected http.tls and http.token or http.auth beside it, or http.insecure: true");
    }
    Settings metricsSection = root.section("observability").section("metrics");
    if (metrics.enabled()
        && !Addresses.loopback(metrics.host())
        && !http.secured()
        && !metrics.insecure()) {
      metricsSection.problem(
          "host",
          "is " + metricsSection.shown("host", metrics.host()) + ", which others can reach",
          "expected http.tls and http.token or http.auth, which hold for it too,"
              + " or observability.metrics.insecure: true");
    }
    if (metrics.enabled() && same(metrics.port(), http.port())) {
      metricsSection.problem("port", "is that of http too", "expected another port");
    }
    http.probes().ifPresent(probes -> probes(probes.port(), config, root));
  }

  private static void probes(int port, RunnerConfig config, Settings root) {
    MetricsConfig metrics = config.observability().metrics();
    Settings section = root.section("http").section("probes");
    if (same(port, config.http().port())) {
      section.problem("port", "is that of http too", "expected another port");
    } else if (metrics.enabled() && same(port, metrics.port())) {
      section.problem("port", "is that of observability.metrics too", "expected another port");
    }
  }

  private static boolean same(int port, int other) {
    return port == other && port != 0;
  }
}
