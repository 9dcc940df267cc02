package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Capability;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.capability.Traits.Atomicity;
import io.patternsdk.core.capability.Traits.Consistency;
import io.patternsdk.core.capability.Traits.Delivery;
import io.patternsdk.core.capability.Traits.Durability;
import io.patternsdk.core.capability.Traits.Ordering;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.keyvalue.KeyValueWatch;
import io.patternsdk.core.keyvalue.KeyValueWatch.Resumption;
import io.patternsdk.core.pubsub.Subscription;
import io.patternsdk.core.standard.StandardCapabilities;
import io.patternsdk.testkit.contract.internal.Latches;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Forwards to objects of a server until it is closed. */
final class ReferenceDriver implements Driver {
  static final Traits TRAITS =
      Traits.builder()
          .maxValueBytes(64 << 10)
          .durability(Durability.SYNCED, "outlives the loss of power that the variants simulate")
          .guarantee(Ordering.NONE, "as a reference has it")
          .guarantee(Delivery.AT_MOST_ONCE, "as a reference has it")
          .guarantee(Consistency.LINEARIZABLE, "one lock")
          .guarantee(Atomicity.ITEM, "item by item")
          .set(KeyValueWatch.RESUMPTION, Resumption.BACKEND, "it keeps all changes")
          .build();

  private final ReferenceServer server;
  private final Collection<Subscription> subscriptions = new ConcurrentLinkedQueue<>();
  private final Capabilities capabilities;
  private final Runnable onClose;
  private final Duration timeout;
  private volatile boolean closed;

  ReferenceDriver(
      ReferenceServer server, Collection<Object> workers, Duration timeout, Runnable onClose) {
    this.server = server;
    this.timeout = timeout;
    this.onClose = onClose;
    Capabilities.Builder builder = Capabilities.builder();
    for (Capability<?> capability : StandardCapabilities.all()) {
      workers.stream()
          .filter(capability.type()::isInstance)
          .forEach(worker -> add(builder, capability, worker));
    }
    this.capabilities = builder.build();
  }

  private <T> void add(Capabilities.Builder builder, Capability<T> capability, Object worker) {
    Object guarded =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {capability.type()},
            (proxy, method, arguments) -> call(worker, method, arguments));
    builder.add(
        capability,
        capability.type().cast(guarded),
        server.has(Flaw.GUARANTEES_ARE_NOT_SAID) ? Traits.defaults() : TRAITS);
  }

  private Object call(Object worker, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (closed && !server.has(Flaw.CLOSED_STILL_WORKS)) {
      throw new BackendException(ErrorKind.CLOSED, "the driver is closed");
    }
    if (server.has(Flaw.INTERRUPT_IS_SWALLOWED)) {
      Thread.interrupted();
    }
    try {
      server.awaitAnswer(timeout);
      Object result = method.invoke(worker, arguments);
      if (result instanceof ReferenceSubscription subscription) {
        subscription.closesWithin(timeout);
        subscriptions.add(subscription);
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /** What all its subscriptions dropped. */
  long dropped() {
    return server.has(Flaw.DROPS_ARE_NOT_PUBLISHED)
        ? 0
        : subscriptions.stream().mapToLong(Subscription::dropped).sum();
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.builder("reference").version("0.1.0").build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    return closed ? Health.down("closed") : Health.up();
  }

  @Override
  public <T> Optional<T> unwrap(Class<T> client) {
    return client.isInstance(server) ? Optional.of(client.cast(server)) : Optional.empty();
  }

  @Override
  public void close() {
    if (!closed && server.has(Flaw.A_THREAD_IS_LEFT)) {
      CountDownLatch never = new CountDownLatch(1);
      Thread.ofPlatform().daemon().start(() -> Latches.await(never));
    }
    if (closed && server.has(Flaw.A_SECOND_CLOSE_TAKES_LONG)) {
      server.hang();
    }
    closed = true;
    onClose.run();
    if (!server.has(Flaw.CLOSING_LEAVES_SUBSCRIPTIONS)) {
      List.copyOf(subscriptions).forEach(Subscription::close);
    }
    subscriptions.clear();
  }
}
