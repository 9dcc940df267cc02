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

/** Makes the first connection, trying each server once. */
final class Connecting {
  private Connecting() {}

  static Link connect(NatsConfig config, DriverContext context, ExecutorService threads) {
    Deadline deadline = Deadline.current();
    if (Thread.currentThread().isInterrupted()) {
      throw NatsErrors.interrupted(Effect.NONE, null);
    }
    if (deadline.passed()) {
      throw NatsErrors.tooLate();
    }
    Duration limit = deadline.atMost(config.connectTimeout());
    LinkEvents events = new LinkEvents(config.address());
    String name = config.clientName().isEmpty() ? context.backend() : config.clientName();
    try {
      Connection connection = Nats.connect(LinkOptions.of(config, name, limit, events, threads));
      return new Link(connection, events, context.operationTimeout());
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
