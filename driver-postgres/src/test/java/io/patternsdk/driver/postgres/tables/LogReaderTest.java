package io.patternsdk.driver.postgres.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.patternsdk.core.Deadline;
import io.patternsdk.core.changefeed.FeedBatch;
import io.patternsdk.core.changefeed.FeedPosition;
import io.patternsdk.core.changefeed.FeedRequest;
import io.patternsdk.core.table.TableName;
import io.patternsdk.testkit.Eventually;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

class LogReaderTest {
  private static final FeedPosition START = Lsn.position("source", 1);

  private final CountDownLatch writing = new CountDownLatch(1);
  private final CountDownLatch listening = new CountDownLatch(1);

  @Test
  void aServerThatDoesNotListenKeepsNobodyFromTakingChanges() throws InterruptedException {
    LogReader reader =
        new LogReader(
            FeedRequest.of("feed", new TableName("public", "people")),
            START,
            "database",
            said -> {
              throw new AssertionError("nothing was said of a table");
            },
            fake(Connection.class, (proxy, method, arguments) -> null),
            fake(PGReplicationStream.class, (proxy, method, arguments) -> deaf(method.getName())));
    reader.start();
    reader.confirm(2);
    writing.await();
    try {
      CompletableFuture<FeedBatch> taken = CompletableFuture.supplyAsync(() -> take(reader));
      Eventually.within(Duration.ofSeconds(30)).until(taken::isDone);
      assertThat(taken.join().changes()).isEmpty();
    } finally {
      reader.close();
      listening.countDown();
    }
  }

  private @Nullable Object deaf(String method) throws InterruptedException {
    if (method.equals("forceUpdateStatus")) {
      writing.countDown();
      listening.await();
    }
    return switch (method) {
      case "isClosed" -> false;
      case "getLastReceiveLSN" -> LogSequenceNumber.valueOf(1);
      default -> null;
    };
  }

  private static FeedBatch take(LogReader reader) {
    try {
      return reader.take(1, START, Deadline.after(Duration.ZERO));
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static <T> T fake(Class<T> type, InvocationHandler calls) {
    Object made = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, calls);
    return type.cast(made);
  }
}
