package io.patternsdk.driver.postgres;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.Effect;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.driver.postgres.connections.PostgresConfig.Tables;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import io.patternsdk.driver.postgres.tables.TableHost;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Gives tables and feeds the connections of the driver. */
record PostgresTableHost(PostgresConnections postgres) implements TableHost {

  @Override
  public DriverCalls calls() {
    return postgres.calls();
  }

  @Override
  public <T extends @Nullable Object> T call(Work<T> work) {
    return postgres.call(work::on);
  }

  @Override
  public <T extends @Nullable Object> T transaction(Work<T> work) {
    return postgres.transaction(work::on);
  }

  @Override
  public Connection connect(Deadline deadline) {
    return postgres.connect(deadline);
  }

  @Override
  public Connection replicate(Deadline deadline) {
    return postgres.replicate(deadline);
  }

  @Override
  public OperationException failed(SQLException failure, Effect effect, Deadline deadline) {
    return postgres.failed(failure, effect, deadline);
  }

  @Override
  public String schema() {
    return postgres.config().schema();
  }

  @Override
  public boolean creates() {
    return postgres.config().tables() == Tables.CREATE;
  }
}
