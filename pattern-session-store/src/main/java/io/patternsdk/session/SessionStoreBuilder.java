package io.patternsdk.session;

import io.patternsdk.concurrency.bulkhead.Bulkhead;
import io.patternsdk.concurrency.circuitbreaker.CircuitBreaker;
import io.patternsdk.concurrency.guard.Guard;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.layer.Layer;
import io.patternsdk.core.pattern.PatternBuilder;
import io.patternsdk.session.protection.ProtectionSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Makes a {@link SessionStore} for a program that uses it as a library. Settings have the defaults
 * and bounds that docs/sessions.md lists.
 */
public final class SessionStoreBuilder extends PatternBuilder<SessionStore, SessionStoreBuilder> {
  private static final int PLACES = 100;
  private static final double HALF = 0.5;

  SessionStoreBuilder() {
    super(new SessionStoreProvider());
  }

  /** Sets where sessions are stored, with layers round it, outermost first. */
  public SessionStoreBuilder region(Backend backend, Layer... layers) {
    return slot(SessionStoreProvider.REGIONS, backend, layers);
  }

  /**
   * Adds a region of 1 to 19 letters, digits and {@code -}, with layers round its backend,
   * outermost first; without any it gets a breaker and a bulkhead of its own.
   */
  public SessionStoreBuilder region(String name, Backend backend, Layer... layers) {
    Layer[] all = layers.length == 0 ? new Layer[] {guard(name)} : layers;
    return member(SessionStoreProvider.REGIONS, name, backend, all);
  }

  private static Guard guard(String region) {
    return Guard.named(region)
        .bulkhead(Bulkhead.of(region, PLACES, Duration.ofSeconds(1)))
        .breaker(CircuitBreaker.named(region).failureRate(HALF).build())
        .build();
  }

  /** Sets where what was written waits for other regions, with layers round it. */
  public SessionStoreBuilder replication(Backend backend, Layer... layers) {
    return slot(SessionStoreProvider.REPLICATION, backend, layers);
  }

  /** Sets which of the regions is that of this process; required where there are several. */
  public SessionStoreBuilder local(String region) {
    return set("local", region);
  }

  /** Sets how much may wait in memory for each of the other regions. */
  public SessionStoreBuilder replicationBuffer(long bytes) {
    return set("replication_buffer", bytes);
  }

  /** Sets what ids are authenticated by, the same in all processes; required. */
  public SessionStoreBuilder secret(String secret) {
    return set("secret", secret);
  }

  /** Sets a secret whose ids are still accepted, while a new one is brought in. */
  public SessionStoreBuilder formerSecret(String secret) {
    return set("former_secret", secret);
  }

  /** Sets the keys by which stored values are protected, by their ids. */
  public SessionStoreBuilder keys(Map<String, String> keys) {
    return set("keys", keys);
  }

  /** Sets the id of the key that is written with, or {@code none}. */
  public SessionStoreBuilder writeKey(String id) {
    return set("write_key", id);
  }

  /** Sets which attributes are encrypted, {@code *} for all. */
  public SessionStoreBuilder encrypted(String... names) {
    return set("encrypted", List.of(names));
  }

  /** Sets what becomes of values that are not protected. */
  public SessionStoreBuilder unprotected(ProtectionSettings.Unprotected how) {
    return set("unprotected", how.name());
  }

  /** Sets after how long without use a session expires that does not say. */
  public SessionStoreBuilder idle(Duration idle) {
    return set("idle", idle);
  }

  /** Sets after how long a session expires, however it is used, that does not say. */
  public SessionStoreBuilder lifetime(Duration lifetime) {
    return set("lifetime", lifetime);
  }

  /** Sets how long the last use that is stored may be behind the real one. */
  public SessionStoreBuilder touchInterval(Duration interval) {
    return set("touch_interval", interval);
  }

  /** Sets how long the end of a session is remembered. */
  public SessionStoreBuilder horizon(Duration horizon) {
    return set("horizon", horizon);
  }

  /** Sets how often sessions are looked for that have expired. */
  public SessionStoreBuilder sweepInterval(Duration interval) {
    return set("sweep_interval", interval);
  }

  /** Sets after how long regions are compared that miss nothing. */
  public SessionStoreBuilder repairInterval(Duration interval) {
    return set("repair_interval", interval);
  }

  /** Sets the most bytes of one attribute as it is stored. */
  public SessionStoreBuilder maxAttributeSize(long bytes) {
    return set("max_attribute_size", bytes);
  }

  /** Sets the most bytes of all attributes of one write. */
  public SessionStoreBuilder maxWriteSize(long bytes) {
    return set("max_write_size", bytes);
  }

  /** Sets the most bytes of a session as it is stored. */
  public SessionStoreBuilder maxSessionSize(long bytes) {
    return set("max_session_size", bytes);
  }

  /** Sets the most sessions of the store, which are counted when it sweeps. */
  public SessionStoreBuilder maxSessions(int sessions) {
    return set("max_sessions", sessions);
  }

  /** Sets the most sessions of a principal, which are counted when one more is to be. */
  public SessionStoreBuilder maxSessionsPerPrincipal(int sessions) {
    return set("max_sessions_per_principal", sessions);
  }

  /** Sets the most sessions on one page of a list. */
  public SessionStoreBuilder maxPageSize(int sessions) {
    return set("max_page_size", sessions);
  }
}
