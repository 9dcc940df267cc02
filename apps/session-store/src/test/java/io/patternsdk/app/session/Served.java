package io.patternsdk.app.session;

import io.patternsdk.app.testing.Calls;
import io.patternsdk.app.testing.ServedPattern;
import io.patternsdk.core.json.JsonObject;
import io.patternsdk.session.SessionStore;
import io.patternsdk.session.SessionStoreProvider;
import io.patternsdk.testkit.fault.FaultPlan;
import java.nio.file.Path;

/** The store on an embedded backend that fails on cue, served over HTTP within this JVM. */
final class Served implements AutoCloseable {
  /** What each configuration needs. */
  static final String PATTERN =
      """
      pattern:
        name: session-store
        lifecycle: {health_check_interval: 10ms}
        settings:
          secret: nobody-guesses-this-it-is-only-for-tests
          max_attribute_size: 1KiB
          max_session_size: 16KiB
          max_sessions_per_principal: 20
          max_page_size: 10
      """;

  private static final String BACKEND = "backends: {regions: {driver: embedded}}\n";

  private final ServedPattern<SessionStore> served;
  final FaultPlan faults;
  final SessionStore store;
  final Calls calls;

  private Served(String yaml) {
    served = new ServedPattern<>(new SessionStoreProvider(), SessionRoutes::of, yaml);
    faults = served.faults();
    store = served.running().pattern();
    calls = new Calls(served.address());
  }

  /** Starts it with further settings, in YAML. */
  static Served with(String yaml) {
    return new Served(PATTERN + BACKEND + yaml);
  }

  /** Starts one of the region eu, beside which there is us. */
  static Served ofRegions() {
    return new Served(
        PATTERN
            + "    local: eu\n  slots: {regions: {backends: [eu, us]}}\n"
            + "backends: {eu: {driver: embedded}, us: {driver: embedded}}\n");
  }

  /** Starts one whose sessions are in a file, with further settings of the pattern in YAML. */
  static Served on(Path file, String settings) {
    return new Served(
        PATTERN
            + settings
            + "backends: {regions: {driver: embedded, config: {path: '%s'}}}\n".formatted(file));
  }

  /**
   * Starts one that has two keys and writes with the second, into a store that has other values.
   */
  static Served ofKeys() {
    return new Served(
        PATTERN
            + "    keys: {k1: %s, k2: %s}\n    write_key: k2\n    unprotected: accept\n"
                .formatted("11".repeat(32), "22".repeat(32))
            + BACKEND);
  }

  /** Creates a session with such a body; returns where it is. */
  String created(String body) {
    return "/v1/sessions/" + create(body).string("id");
  }

  JsonObject create(String body) {
    return calls.post("/v1/sessions", body).ok();
  }

  /** The value of the metrics whose lines begin so, where metrics are switched on. */
  double metric(String begin) {
    return served.metric(begin);
  }

  /** Where its routes are. */
  String address() {
    return served.address();
  }

  @Override
  public void close() {
    calls.close();
    served.close();
  }
}
