package io.patternsdk.app.cdc;

import static io.patternsdk.core.standard.StandardCapabilities.CHANGEFEED_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.STREAM_BASIC;
import static io.patternsdk.core.standard.StandardCapabilities.TABLE_UPSERT;

import io.patternsdk.cdc.Cdc;
import io.patternsdk.cdc.CdcProvider;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.backend.Backend;
import io.patternsdk.core.backend.DriverRegistry;
import io.patternsdk.core.changefeed.ChangeFeeds;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedSnapshot;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverProvider;
import io.patternsdk.core.table.Progress;
import io.patternsdk.core.table.TableUpsert;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import io.patternsdk.http.HttpFront;
import io.patternsdk.lifecycle.Runner;
import io.patternsdk.lifecycle.RunnerService;
import io.patternsdk.lifecycle.RunningPattern;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The program with a store in the same process, whose changes it captures: an embedded store has
 * one process. It changes the store until it has done so many transactions, also of earlier runs,
 * and compares when all is delivered.
 */
public final class DemoStore implements DriverProvider, RunnerService<Cdc> {
  private static final String WRITER = "demo";

  private final DriverProvider embedded;
  private final DemoServices services;
  private final long transactions;
  private final Map<String, Backend> backends = new ConcurrentHashMap<>();
  private volatile boolean stopping;

  private DemoStore(DriverProvider embedded, DemoServices services, long transactions) {
    this.embedded = embedded;
    this.services = services;
    this.transactions = transactions;
  }

  /** Runs it: the list of services, the number of transactions, and the program's arguments. */
  public static void main(String[] args) throws IOException {
    DriverRegistry found = DriverRegistry.load();
    DemoStore store =
        new DemoStore(
            found.find("embedded").orElseThrow(),
            DemoServices.of(Path.of(args[0])),
            Long.parseLong(args[1]));
    String[] rest = Arrays.copyOfRange(args, 2, args.length);
    Runner.main(
        Runner.of(new CdcProvider())
            .drivers(found.with("embedded", store))
            .service(HttpFront.routes(CdcRoutes::of))
            .service(store),
        rest);
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public Set<String> canOffer() {
    return embedded.canOffer();
  }

  @Override
  public Driver open(DriverContext context) {
    Driver driver = embedded.open(context);
    Backend backend = Backend.of(driver, context);
    backends.put(context.backend(), backend);
    if (context.backend().equals("store")) {
      TableUpsert tables = backend.require(TABLE_UPSERT);
      tables.define(DemoServices.SCHEMA, SchemaPolicy.CREATE);
      if (tables.progress(WRITER).isEmpty()) {
        int unused = tables.apply(services.first(), new Progress(WRITER, 1, "0"));
      }
    }
    return driver;
  }

  @Override
  public String start(RunningPattern<Cdc> pattern) {
    Thread.ofPlatform().daemon().name("store").start(() -> work(pattern.pattern()));
    return services.names().size() + " services";
  }

  private void work(Cdc cdc) {
    TableUpsert tables = backends.get("store").require(TABLE_UPSERT);
    long number = Long.parseLong(tables.progress(WRITER).orElseThrow().position());
    while (number < transactions && !stopping) {
      number++;
      int unused = tables.apply(services.transaction(number), new Progress(WRITER, 1, "" + number));
    }
    ChangeFeeds source = backends.get("store").require(CHANGEFEED_BASIC);
    FeedPosition end;
    try (FeedSnapshot now = source.snapshot(DemoRebuilt.FEED)) {
      end = now.position();
    }
    boolean dropped = source.drop(DemoRebuilt.FEED.name());
    while (!stopping && !isDelivered(cdc, end)) {
      pause();
    }
    if (!stopping && dropped) {
      DemoRebuilt rebuilt =
          DemoRebuilt.of(
              backends.get("events").require(STREAM_BASIC), "cdc." + DemoServices.SCHEMA.name());
      System.out.println("compared: " + rebuilt.compared(source));
    }
  }

  private static boolean isDelivered(Cdc cdc, FeedPosition end) {
    Optional<FeedPosition> position = cdc.status().destinations().getFirst().position();
    return position.isPresent() && !end.after(position.get());
  }

  private static void pause() {
    LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
  }

  @Override
  public void stopIntake() {
    stopping = true;
  }

  @Override
  public void drain(Deadline deadline) {}

  @Override
  public void close() {
    stopping = true;
  }
}
