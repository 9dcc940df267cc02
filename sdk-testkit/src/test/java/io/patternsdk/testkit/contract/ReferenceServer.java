package io.patternsdk.testkit.contract;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Deadline;
import io.patternsdk.core.ErrorKind;
import io.patternsdk.core.Message;
import io.patternsdk.core.config.ConfigException;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.driver.Driver;
import io.patternsdk.core.driver.DriverContext;
import io.patternsdk.core.driver.DriverMeters;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What reference drivers share, and what is wrong with it. */
final class ReferenceServer {
  private final ReferenceValues values = new ReferenceValues(this);
  private final ReferenceRecords records = new ReferenceRecords(this);
  private final ReferenceTopics topics = new ReferenceTopics(this);
  private final ReferenceBlobs blobs = new ReferenceBlobs(this);
  private final ReferenceSeries series = new ReferenceSeries(this);
  private final ReferenceStore store = new ReferenceStore();
  private final ReferenceStreams.Store streams = new ReferenceStreams.Store();
  private final ReferenceTransactions.Store writers = new ReferenceTransactions.Store();
  private final ReferenceTables.Store tables = new ReferenceTables.Store();
  private final Set<Flaw> flaws;
  private volatile @Nullable CountDownLatch stalled;

  ReferenceServer(Flaw... flaws) {
    this.flaws = Set.of(flaws);
  }

  boolean has(Flaw flaw) {
    return flaws.contains(flaw);
  }

  /** Answers nothing until the returned is closed. */
  AutoCloseable stall() {
    CountDownLatch stall = new CountDownLatch(1);
    stalled = stall;
    return () -> {
      stalled = null;
      stall.countDown();
    };
  }

  /** Settings that open what is left after a loss of power: all, or another server's nothing. */
  Map<String, Object> afterPowerLoss(Map<String, Object> settings) {
    boolean lost =
        has(Flaw.VALUES_ARE_NOT_SYNCED)
            || has(Flaw.RECORDS_ARE_NOT_SYNCED)
            || has(Flaw.QUEUES_ARE_NOT_SYNCED)
            || has(Flaw.STREAMS_ARE_NOT_SYNCED)
            || has(Flaw.TABLES_ARE_NOT_SYNCED)
            || has(Flaw.BLOBS_ARE_NOT_SYNCED)
            || has(Flaw.POINTS_ARE_NOT_SYNCED);
    return Map.of("elsewhere", lost);
  }

  /** Waits while it is stalled, as long as a call may. */
  void awaitAnswer(Duration timeout) throws InterruptedException {
    CountDownLatch stall = stalled;
    Deadline deadline = has(Flaw.DEADLINES_ARE_IGNORED) ? Deadline.NONE : Deadline.current();
    Duration most = has(Flaw.OPERATION_TIMEOUTS_ARE_IGNORED) ? Duration.ofHours(1) : timeout;
    if (stall != null && !stall.await(deadline.atMost(most).toNanos(), TimeUnit.NANOSECONDS)) {
      throw new BackendException(ErrorKind.TIMED_OUT, "no answer");
    }
  }

  /** Waits for longer than anything may that waits for nothing. */
  void hang() {
    try {
      var unused = new CountDownLatch(1).await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Takes a few milliseconds away where the flaw is. */
  Duration shortened(Duration time, Flaw early) {
    return has(early) ? time.minusMillis(3) : time;
  }

  /** Sorts the headers where the flaw is. */
  Message sorted(Message message, Flaw flaw) {
    if (!has(flaw)) {
      return message;
    }
    Message.Builder sorted = Message.builder(message.body()).id(message.id());
    message.key().ifPresent(sorted::key);
    new TreeMap<>(message.headers()).forEach(sorted::header);
    return sorted.build();
  }

  Driver connect(DriverContext context) {
    if (context.settings().bool("elsewhere").orElse(false)) {
      return new ReferenceServer().connected(context);
    }
    return connected(context);
  }

  private Driver connected(DriverContext context) {
    ReferenceDocuments documents = new ReferenceDocuments(this, values);
    ReferenceQueues queues = queues(context);
    ReferenceStreams streams = streams(context);
    ReferenceTransactions writers = new ReferenceTransactions(this, this.writers, streams);
    ReferenceTables tables = new ReferenceTables(this, this.tables);
    ReferenceFeeds feeds = new ReferenceFeeds(this, this.tables);
    ReferenceWatches watches = new ReferenceWatches(this, values, context.operationTimeout());
    ReferencePresign presign = new ReferencePresign(this, blobs);
    List<Object> all =
        List.of(
            values, watches, records, documents, topics, queues, streams, writers, tables, feeds,
            blobs, presign, series);
    boolean few = context.settings().bool("keys_only").orElse(false);
    ReferenceDriver driver =
        new ReferenceDriver(
            this,
            few ? List.of(values) : all,
            context.operationTimeout(),
            () -> {
              presign.close();
              close(watches, queues, streams, feeds);
            });
    DriverMeters.of(context).dropped(driver::dropped);
    return driver;
  }

  private ReferenceStreams streams(DriverContext context) {
    int partitions = context.settings().detached().integer("stream_partitions").orElse(8);
    return new ReferenceStreams(this, streams, partitions, context.operationTimeout());
  }

  private static void close(
      ReferenceWatches watches,
      ReferenceQueues queues,
      ReferenceStreams streams,
      ReferenceFeeds feeds) {
    watches.close();
    queues.close();
    streams.close();
    feeds.close();
  }

  /** Reads the settings. */
  ReferenceQueues queues(DriverContext context) {
    Settings settings = context.settings();
    if (has(Flaw.SETTINGS_ARE_IGNORED)) {
      return queues(settings, context);
    }
    try {
      return settings.read(s -> queues(s, context));
    } catch (ConfigException e) {
      if (has(Flaw.OPENING_HANGS_BEFORE_IT_FAILS)) {
        hang();
      }
      throw e;
    }
  }

  private ReferenceQueues queues(Settings settings, DriverContext context) {
    Duration visibility = settings.duration("visibility_timeout").orElse(Duration.ofSeconds(30));
    settings.bool("keys_only").orElse(false);
    settings.bool("elsewhere").orElse(false);
    settings.integer("stream_partitions").orElse(8);
    int attempts = settings.integer("max_attempts").orElse(5);
    return new ReferenceQueues(
        this,
        store,
        has(Flaw.NOTHING_IS_DELIVERED_AGAIN)
            ? Duration.ofHours(1)
            : shortened(visibility, Flaw.CONFIGURED_VISIBILITY_IS_A_LITTLE_SHORT),
        has(Flaw.NOTHING_IS_SET_ASIDE) ? 1_000_000 : attempts,
        context.operationTimeout());
  }
}
