package io.patternsdk.driver.postgres;

import com.zaxxer.hikari.pool.HikariPool;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.Health;
import io.patternsdk.core.capability.Capabilities;
import io.patternsdk.core.capability.Traits;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverInfo;
import io.patternsdk.core.driver.Opening;
import io.patternsdk.core.standard.StandardCapabilities;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** A connected PostgreSQL; owns its connections. */
final class PostgresDriver implements Driver {
  private final PostgresConnections postgres;
  private final PostgresFacts facts;
  private final Capabilities capabilities;

  private PostgresDriver(PostgresConnections postgres, PostgresFacts facts) {
    this.postgres = postgres;
    this.facts = facts;
    this.capabilities = offer();
  }

  /** Connects, or fails with the reason and leaves nothing open. */
  static PostgresDriver open(PostgresConfig config, DriverContext context) {
    PostgresDialing dialing = new PostgresDialing(config, context);
    PostgresFacts facts =
        Opening.on(context.clock())
            .retries(config.maxRetries())
            .open(
                () -> {
                  Deadline attempt = Deadline.after(config.connectTimeout());
                  return prepare(config, dialing, dialing.calls().begin().sooner(attempt));
                });
    return new PostgresDriver(new PostgresConnections(config, context, dialing), facts);
  }

  /** Learns what the server is, and makes its tables if it may. */
  private static PostgresFacts prepare(
      PostgresConfig config, PostgresDialing dialing, Deadline deadline) {
    try (Connection connection = dialing.connect(deadline)) {
      connection.setNetworkTimeout(Runnable::run, (int) deadline.remaining().toMillis() + 1);
      PostgresFacts facts = PostgresFacts.of(connection);
      new PostgresLayout(config).prepare(connection);
      return facts;
    } catch (SQLException e) {
      throw dialing.failed(e, Effect.NONE, deadline);
    }
  }

  private Capabilities offer() {
    Traits stored = facts.stored(postgres.config().maxValueBytes()).build();
    PostgresKeyValue keyValue = new PostgresKeyValue(postgres);
    return Capabilities.builder()
        .add(StandardCapabilities.KEYVALUE_BASIC, keyValue, stored)
        .build();
  }

  @Override
  public DriverInfo info() {
    return DriverInfo.of(new PostgresDriverProvider())
        .server("PostgreSQL " + facts.version())
        .build();
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public Health health(Deadline deadline) {
    return postgres.calls().health(deadline, postgres::check);
  }

  /** Returns the {@link HikariPool}, whose connections have the driver's schema as search path. */
  @Override
  public <T> Optional<T> unwrap(Class<T> type) {
    return Optional.of(postgres.pool()).filter(type::isInstance).map(type::cast);
  }

  @Override
  public void close() {
    if (postgres.calls().close()) {
      postgres.close();
    }
  }
}
