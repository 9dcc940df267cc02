package io.patternsdk.driver.clickhouse;

import com.clickhouse.client.api.Client;
import com.clickhouse.client.api.ClientFaultCause;
import com.clickhouse.client.api.enums.SSLMode;
import com.clickhouse.client.api.insert.InsertResponse;
import com.clickhouse.client.api.insert.InsertSettings;
import com.clickhouse.client.api.query.QueryResponse;
import com.clickhouse.client.api.query.QuerySettings;
import com.clickhouse.data.ClickHouseFormat;
import io.patternsdk.core.BackendException;
import io.patternsdk.core.Effect;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.OperationException;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.ServerAddress;
import io.patternsdk.core.driver.DriverCalls;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.Tls;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The clients of one driver, one for each address, of which one is used until it fails. */
final class ClickHouseConnections implements AutoCloseable {
  private final ClickHouseConfig config;
  private final ClickHouseLayout layout;
  private final DriverCalls calls;
  private final List<Client> clients = new ArrayList<>();
  private final AtomicInteger current = new AtomicInteger();

  /** A request blocks its thread; whoever gives up interrupts it, which closes its connection. */
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  ClickHouseConnections(ClickHouseConfig config, DriverContext context) {
    this.config = config;
    this.layout = new ClickHouseLayout(config);
    this.calls = DriverCalls.to(config.address(), context, new ClickHouseErrors(config.address()));
    try {
      config.hosts().forEach(host -> clients.add(client(host)));
    } catch (RuntimeException e) {
      close();
      throw calls.failed(e, Effect.NONE);
    }
  }

  /**
   * Repeats nothing by itself, since a repetition hides whether the first try landed. An insertion
   * is acknowledged when it is stored: servers have ways to acknowledge earlier, of which newer
   * ones make use unless told otherwise.
   */
  private Client client(ServerAddress host) {
    Client.Builder builder =
        new Client.Builder()
            .addEndpoint(host.toString())
            .setUsername(config.username())
            .setPassword(revealed(config.password()))
            .setDefaultDatabase(config.database())
            .setMaxConnections(config.poolSize())
            .setConnectionRequestTimeout(config.poolTimeout().toMillis(), ChronoUnit.MILLIS)
            .setConnectTimeout(config.connectTimeout().toMillis(), ChronoUnit.MILLIS)
            .setMaxRetries(0)
            .retryOnFailures(ClientFaultCause.None)
            .compressClientRequest(config.compressed())
            .compressServerResponse(config.compressed())
            .serverSetting("async_insert", "0");
    if (host.scheme().equals("https")) {
      encrypt(builder, config.tls());
    }
    return builder.build();
  }

  private static void encrypt(Client.Builder builder, Tls tls) {
    builder.setSSLMode(
        switch (tls.verify()) {
          case FULL -> SSLMode.STRICT;
          case CA -> SSLMode.VERIFY_CA;
          case NONE -> SSLMode.TRUST;
        });
    if (tls.ca() != null) {
      builder.setRootCertificate(tls.ca().toString());
    }
    if (tls.certificate() != null && tls.key() != null) {
      builder.setClientCertificate(tls.certificate().toString()).setClientKey(tls.key().toString());
    }
  }

  private static String revealed(@Nullable Secret password) {
    return password == null ? "" : password.reveal();
  }

  DriverCalls calls() {
    return calls;
  }

  ClickHouseConfig config() {
    return config;
  }

  ClickHouseLayout layout() {
    return layout;
  }

  /** The client that is used now. */
  Client client() {
    return clients.get(Math.floorMod(current.get(), clients.size()));
  }

  /**
   * Reads a row of an answer.
   *
   * @param <T> what it is
   */
  @FunctionalInterface
  interface Reader<T> {
    T read(RowReader row) throws IOException;
  }

  /** Asks, and reads all rows of the answer. */
  <T> List<T> query(String sql, Parameters parameters, Reader<T> reader) {
    return query(Effect.UNKNOWN, sql, parameters, reader);
  }

  /**
   * Asks, and reads all rows of the answer.
   *
   * @param effect what it may have done where it fails
   */
  <T> List<T> query(Effect effect, String sql, Parameters parameters, Reader<T> reader) {
    return ask(effect, client -> rows(client, sql, parameters, reader));
  }

  @SuppressWarnings("try") // what may throw an interrupt as well as anything else is closed
  private static <T> List<T> rows(
      Client client, String sql, Parameters parameters, Reader<T> reader) throws Exception {
    QuerySettings settings = new QuerySettings().setFormat(ClickHouseFormat.RowBinary);
    try (QueryResponse answer = client.query(sql, parameters.texts(), settings).get()) {
      RowReader in = new RowReader(answer.getInputStream());
      List<T> rows = new ArrayList<>();
      while (in.more()) {
        rows.add(reader.read(in));
      }
      return rows;
    }
  }

  /** Executes a statement; what it answers, such as what each server of a cluster did, is left. */
  void execute(String sql, Parameters parameters) {
    List<Long> unused = query(sql, parameters, RowReader::rest);
  }

  /**
   * Inserts rows, and returns when the server has all of them. It is an insertion of its own: a
   * server that knows insertions by their content would take one that is equal to an earlier one
   * for a repetition, and leave it out though others came in between.
   *
   * @param table in quotes
   * @param columns in quotes
   */
  void insert(String table, List<String> columns, byte[] rows) {
    String token = UUID.randomUUID().toString();
    boolean unused =
        ask(
            Effect.UNKNOWN,
            client -> {
              InsertSettings settings =
                  new InsertSettings()
                      .setDeduplicationToken(token)
                      .serverSetting("max_partitions_per_insert_block", "0");
              try (InsertResponse answer =
                  client
                      .insert(
                          table,
                          columns,
                          out -> out.write(rows), // not a stream, which is read only once
                          ClickHouseFormat.RowBinary,
                          settings)
                      .get()) {
                return answer != null;
              }
            });
  }

  /** A request to a server. */
  @FunctionalInterface
  private interface Request<T> {
    T to(Client client) throws Exception;
  }

  private <T> T ask(Effect effect, Request<T> request) {
    int used = current.get();
    Client client = clients.get(Math.floorMod(used, clients.size()));
    try {
      return calls.call(
          effect,
          deadline -> {
            Callable<T> task = () -> request.to(client);
            Future<T> answer = threads.submit(task);
            try {
              return answer.get(deadline.remainingNanos(), TimeUnit.NANOSECONDS);
            } finally {
              answer.cancel(true);
            }
          });
    } catch (OperationException e) {
      if (e instanceof BackendException b && b.kind() == ErrorKind.UNAVAILABLE) {
        boolean unused = current.compareAndSet(used, used + 1);
      }
      throw e;
    }
  }

  /** Asks the server for its version. */
  String check() {
    return query(Effect.NONE, "SELECT version()", Parameters.none(), RowReader::string).getFirst();
  }

  @Override
  public void close() {
    threads.shutdownNow();
    clients.forEach(Client::close);
  }
}
