package io.patternsdk.testkit.contract;

import io.patternsdk.core.Meters;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.BackendOptions;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.testkit.Eventually;
import io.patternsdk.testkit.contract.Session.Opening;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * What one case is about: a backend in a namespace that nobody else uses, and others beside it. All
 * that it hands out is closed after the case.
 */
public final class Subject implements CaseSubject {
  private final Session session;
  private final String namespace = Session.randomName();
  private final Deque<AutoCloseable> closeables = new ConcurrentLinkedDeque<>();
  private final Backend backend;

  Subject(Session session) {
    this.session = session;
    this.backend = backend(session.driver(Opening.FIRST), namespace);
  }

  /** Returns the backend of the case. */
  public Backend backend() {
    return backend;
  }

  /** Returns the name of the backend's namespace. */
  public String namespace() {
    return namespace;
  }

  /** Returns a capability of the backend. */
  public <T> T require(Capability<T> capability) {
    return backend.require(capability);
  }

  /** Returns a capability of the backend; empty if the variant does not declare it. */
  public <T> Optional<T> find(Capability<T> capability) {
    return backend.find(capability);
  }

  /** Returns what the driver promises for a capability. */
  public Traits traits(Capability<?> capability) {
    return backend.capabilities().traits(capability);
  }

  /** Returns the same backend by way of another driver, as another process would use it. */
  public Backend sibling() {
    return session.variant().shared()
        ? backend(session.driver(Opening.SECOND), namespace)
        : backend(session.driver(Opening.FIRST), namespace);
  }

  /** Returns the same server in a namespace whose name begins with the one of this backend. */
  public Backend neighbour() {
    Opening opening = new Opening(1, "x", Map.of(), Session.OPERATION_TIMEOUT);
    return backend(
        session.driver(session.variant().shared() ? opening : Opening.FIRST), namespace + "x");
  }

  /** Returns a backend that makes deliveries visible and sets them aside as told. */
  public Backend delivering(Duration visibility, int maxAttempts) {
    Map<String, ?> settings = Map.of("visibility_timeout", visibility, "max_attempts", maxAttempts);
    return backend(
        session.driver(new Opening(1, "", settings, Session.OPERATION_TIMEOUT)), namespace);
  }

  /** Returns a backend whose streams get so many partitions at their first use. */
  public Backend partitioned(int partitions) {
    Map<String, ?> settings = Map.of("stream_partitions", partitions);
    return backend(
        session.driver(new Opening(1, "", settings, Session.OPERATION_TIMEOUT)), namespace);
  }

  /** Returns a backend whose calls may take {@code timeout}. */
  public Backend impatient(Duration timeout) {
    Opening opening = new Opening(1, "", Map.of(), timeout);
    // opening may take longer than that, too
    return backend(eventually().value(() -> session.driver(opening)), namespace);
  }

  /** Opens a driver for the case alone; on a shared server the backend is that of the case. */
  public Backend fresh() {
    return closing(backend(session.open(Opening.FIRST), namespace));
  }

  /** Like {@link #fresh()}, with calls that may take {@code timeout}; opening may take longer. */
  public Backend fresh(Duration timeout) {
    Opening opening = new Opening(1, "", Map.of(), timeout);
    return closing(backend(eventually().value(() -> session.open(opening)), namespace));
  }

  /** Like {@link #fresh()}, published to meters. */
  public Backend fresh(Meters meters) {
    BackendOptions options = session.options(Opening.FIRST).meters(meters);
    return closing(backend(provider().open(options.toContext()), namespace));
  }

  /** Opens a store whose power may be lost; empty if the variant does not say how. */
  public Optional<PowerLoss> powerLoss() {
    return session.variant().powerLoss().map(this::powerLoss);
  }

  private PowerLoss powerLoss(UnaryOperator<Map<String, Object>> loss) {
    Map<String, Object> settings = session.variant().settings(Map.of());
    return new PowerLoss(opened(settings), () -> opened(loss.apply(settings)));
  }

  private Backend opened(Map<String, ?> settings) {
    BackendOptions options = session.options(Opening.FIRST).settings(settings);
    return closing(backend(provider().open(options.toContext()), namespace));
  }

  /** Returns the variant under test. */
  public Variant variant() {
    return session.variant();
  }

  /** Returns a call of each capability that a backend has, by the name of the capability. */
  Map<String, Runnable> samples(Backend backend) {
    return session.contracts().samples(backend);
  }

  DriverProvider provider() {
    return session.variant().provider();
  }

  Session session() {
    return session;
  }

  /** Returns the bounded wait for what a server has to bring about. */
  public Eventually eventually() {
    return Eventually.within(session.variant().patience());
  }

  /** Returns a subscriber that records. */
  public Inbox inbox() {
    return new Inbox(eventually(), message -> {});
  }

  /** Returns a subscriber that records, then does {@code work} with the text of each message. */
  public Inbox inbox(Consumer<String> work) {
    return new Inbox(eventually(), work);
  }

  /** Closes something after the case. */
  public <T extends AutoCloseable> T closing(T closeable) {
    closeables.push(closeable);
    return closeable;
  }

  private Backend backend(Driver driver, String namespace) {
    return Backend.of(driver, session.options(Opening.FIRST).namespace(namespace).toContext());
  }

  @Override
  public void close() {
    for (AutoCloseable next = closeables.poll(); next != null; next = closeables.poll()) {
      close(next);
    }
  }

  static void close(AutoCloseable closeable) {
    try {
      closeable.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError("closing failed: " + e, e);
    }
  }
}
