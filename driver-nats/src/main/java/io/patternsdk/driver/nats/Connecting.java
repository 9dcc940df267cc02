package io.patternsdk.driver.nats;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.driver.DriverContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;

/** Makes a connection, trying each server once. */
record Connecting(
    NatsConfig config, DriverContext context, ExecutorService threads, LinkEvents events) {

  static Link open(NatsConfig config, DriverContext context, ExecutorService threads) {
    LinkEvents events = new LinkEvents(config.address());
    Connecting connecting = new Connecting(config, context, threads, events);
    return new Link(connecting.connect(), connecting);
  }

  Connection connect() {
    Deadline deadline = Deadline.current();
    if (Thread.currentThread().isInterrupted()) {
      throw NatsErrors.interrupted(Effect.NONE, null);
    }
    if (deadline.passed()) {
      throw NatsErrors.tooLate();
    }
    Duration limit = deadline.atMost(config.connectTimeout());
    String name = config.clientName().isEmpty() ? context.backend() : config.clientName();
    try {
      return Nats.connect(LinkOptions.of(config, name, limit, events, threads));
    } catch (InterruptedException e) {
      throw NatsErrors.interrupted(Effect.NONE, e);
    } catch (IOException namesPasswords) {
      throw reason(config.address(), events);
    }
  }

  /** What the client throws names all servers, with passwords; what it met on the way does not. */
  private static RuntimeException reason(String address, LinkEvents events) {
    String refusal = events.refusedLogin();
    Exception met = refusal == null ? events.failure() : new AuthenticationException(refusal);
    return met instanceof BackendException known ? known : NatsErrors.connecting(address, met);
  }
}
