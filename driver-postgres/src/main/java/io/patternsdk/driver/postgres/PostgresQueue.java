package io.patternsdk.driver.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patternsdk.core.BackendException;
import io.patternsdk.core.Envelope;
import io.patternsdk.core.Message;
import io.patternsdk.core.driver.WaitingReceivers.Line;
import io.patternsdk.core.queue.Delivery;
import io.patternsdk.core.queue.MessageQueue;
import io.patternsdk.core.queue.QueueDeadLetter;
import io.patternsdk.core.queue.QueueVisibility;
import io.patternsdk.core.queue.Receipt;
import io.patternsdk.driver.postgres.connections.PostgresConfig;
import io.patternsdk.driver.postgres.connections.PostgresConnections;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Queues as rows, which are hidden until a time by the server's clock. Each step is one statement;
 * receivers pass over rows that others are about to take.
 */
final class PostgresQueue implements MessageQueue, QueueVisibility, QueueDeadLetter {
  /** What keeps the messages; the settings bound what updates and deletes leave behind. */
  static final String TABLE =
      """
      CREATE TABLE queue_message (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        queue bytea NOT NULL,
        visible timestamptz NOT NULL DEFAULT now(),
        attempts int NOT NULL DEFAULT 0,
        receipt bigint,
        died timestamptz,
        body bytea NOT NULL)
      WITH (
        fillfactor = 70,
        autovacuum_vacuum_scale_factor = 0.02,
        autovacuum_vacuum_threshold = 500,
        autovacuum_vacuum_cost_delay = 0,
        toast.autovacuum_vacuum_scale_factor = 0.02,
        toast.autovacuum_vacuum_threshold = 500,
        toast.autovacuum_vacuum_cost_delay = 0)
      """;

  static final String DUE_INDEX =
      "CREATE INDEX queue_due ON queue_message (queue, visible) WHERE died IS NULL";
  static final String DEAD_INDEX =
      "CREATE INDEX queue_dead ON queue_message (queue, died) WHERE died IS NOT NULL";

  private static final String ENQUEUE = "INSERT INTO queue_message (queue, body) VALUES (?, ?)";

  /** Takes what is due, and sets aside what was taken too often. */
  private static final String RECEIVE =
      """
      WITH due AS (
        SELECT id, attempts >= ? AS dies FROM queue_message
        WHERE queue = ? AND visible <= now() AND died IS NULL
        ORDER BY visible LIMIT ? FOR UPDATE SKIP LOCKED)
      UPDATE queue_message m SET
        attempts = m.attempts + (NOT dies)::int,
        receipt = CASE WHEN NOT dies THEN ?::bigint END,
        visible = clock_timestamp() + ? * interval '1 millisecond',
        died = CASE WHEN dies THEN clock_timestamp() END
      FROM due WHERE m.id = due.id
      RETURNING m.id, m.attempts, m.body, m.died IS NOT NULL
      """;

  /** In how many milliseconds the next is due; null if there is none. */
  private static final String NEXT_DUE =
      """
      SELECT ceil(extract(epoch FROM min(visible) - clock_timestamp()) * 1000)
      FROM queue_message WHERE queue = ? AND died IS NULL
      """;

  private static final String HELD = " WHERE id = ? AND receipt = ? AND queue = ?";
  private static final String ACK = "DELETE FROM queue_message" + HELD;
  private static final String NACK =
      """
      UPDATE queue_message SET visible = now(), receipt = NULL,
        died = CASE WHEN attempts >= ? THEN clock_timestamp() END
      """
          + HELD
          + " RETURNING died IS NULL";
  private static final String EXTEND =
      "UPDATE queue_message SET visible = clock_timestamp() + ? * interval '1 millisecond'" + HELD;
  private static final String DEPTH =
      """
      SELECT count(*) FILTER (WHERE NOT held), count(*) FILTER (WHERE held) FROM (
        SELECT receipt IS NOT NULL AND visible > now() AS held FROM queue_message
        WHERE queue = ? AND died IS NULL) AS message
      """;
  private static final String DEAD = " WHERE queue = ? AND died IS NOT NULL";
  private static final String DEAD_LETTERS =
      "SELECT id, attempts, body FROM queue_message" + DEAD + " ORDER BY died, id LIMIT ?";
  private static final String COUNT = "SELECT count(*) FROM queue_message" + DEAD;
  private static final String PURGE = "DELETE FROM queue_message" + DEAD;
  private static final String REDRIVE =
      "UPDATE queue_message SET visible = now(), attempts = 0, receipt = NULL, died = NULL"
          + DEAD
          + " AND id = ANY (?)";

  /** The most deliveries of one receive, and the most dead letters of one reading. */
  private static final int MOST = 1_000;

  /** Where the first is due and was not taken, somebody else is about to. */
  private static final long TAKEN_MILLIS = 1_000;

  private static final Pattern ID = Pattern.compile("\\d{1,18}");
  private static final Logger LOG = System.getLogger(PostgresQueue.class.getName());

  private final PostgresConnections postgres;
  private final PostgresSignals signals;
  private final PostgresIdleQueues idle;
  private final Envelope envelope;
  private final PostgresConfig config;

  PostgresQueue(PostgresConnections postgres, PostgresSignals signals, Envelope envelope) {
    this.postgres = postgres;
    this.signals = signals;
    this.idle = new PostgresIdleQueues(postgres);
    this.envelope = envelope;
    this.config = postgres.config();
  }

  /** A message in a queue or among its dead letters, and how often it was delivered. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Item(long id, int attempts, byte[] body) {
    static Item of(ResultSet row) throws SQLException {
      return new Item(row.getLong(1), row.getInt(2), row.getBytes(3));
    }
  }

  /** How the name of a queue is stored. */
  static byte[] stored(String queue) {
    return queue.getBytes(UTF_8);
  }

  @Override
  public void enqueue(String queue, Message message) {
    byte[] body = envelope.encode(message);
    idle.use(queue);
    int unused =
        postgres.update(
            ENQUEUE,
            statement -> {
              statement.setBytes(1, stored(queue));
              statement.setBytes(2, body);
            });
    signals.tell(queue, 1);
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait) {
    return receive(queue, max, wait, config.visibilityTimeout());
  }

  @Override
  public List<Delivery> receive(String queue, int max, Duration wait, Duration visibility) {
    return signals
        .waiting()
        .receive(queue, wait, line -> look(queue, Math.min(max, MOST), visibility, line));
  }

  private List<Delivery> look(String queue, int max, Duration visibility, @Nullable Line line) {
    idle.use(queue);
    while (true) {
      Found found = take(queue, max, visibility);
      List<Delivery> deliveries = new ArrayList<>();
      for (Item item : found.inOrder()) {
        Message message = decoded(item);
        if (message != null) {
          deliveries.add(new Delivery(message, found.receipt(item), item.attempts()));
        }
      }
      if (line != null && found.taken.size() == max) {
        line.signal(1); // there may be more
      }
      if (!deliveries.isEmpty()) {
        return deliveries;
      }
      if (!found.died) {
        if (line != null && found.taken.isEmpty()) {
          tellWhenDue(queue, line);
        }
        return deliveries;
      }
    }
  }

  /** What one statement of a receive finds, and what marks it as its own. */
  private static final class Found {
    final long mark = ThreadLocalRandom.current().nextLong();
    final List<Item> taken = new ArrayList<>();
    boolean died;

    void read(ResultSet row) throws SQLException {
      if (row.getBoolean(4)) {
        died = true;
      } else {
        taken.add(Item.of(row));
      }
    }

    /** The oldest first; a server tells what it has changed in any order. */
    List<Item> inOrder() {
      taken.sort(Comparator.comparingLong(Item::id));
      return taken;
    }

    Receipt receipt(Item item) {
      return HeldMessage.receipt(item.id(), mark);
    }
  }

  private Found take(String queue, int max, Duration visibility) {
    return postgres.call(
        connection -> {
          Found found = new Found();
          try (PreparedStatement statement = connection.prepareStatement(RECEIVE)) {
            statement.setInt(1, config.maxAttempts());
            statement.setBytes(2, stored(queue));
            statement.setInt(3, max);
            statement.setLong(4, found.mark);
            statement.setLong(5, millis(visibility));
            try (ResultSet rows = statement.executeQuery()) {
              while (rows.next()) {
                found.read(rows);
              }
            }
          }
          return found;
        });
  }

  private void tellWhenDue(String queue, Line line) {
    postgres
        .query(
            NEXT_DUE,
            statement -> statement.setBytes(1, stored(queue)),
            row -> Optional.ofNullable(row.getBigDecimal(1)))
        .getFirst()
        .map(BigDecimal::longValue)
        .ifPresent(millis -> line.due(millis > 0 ? millis : TAKEN_MILLIS));
  }

  /** Rounded up: nothing is seen again too early. */
  private static long millis(Duration duration) {
    return duration.plusNanos(999_999).toMillis();
  }

  /** The message; null if its envelope is newer than we are: others may read it meanwhile. */
  private @Nullable Message decoded(Item item) {
    try {
      return envelope.decode(item.body());
    } catch (BackendException e) {
      LOG.log(Level.WARNING, "a message cannot be read and is left for others", e);
      return null;
    }
  }

  @Override
  public boolean ack(String queue, Receipt receipt) {
    idle.use(queue);
    HeldMessage held = HeldMessage.of(queue, receipt);
    return held != null && postgres.update(ACK, statement -> held.bind(statement, 1)) > 0;
  }

  @Override
  public boolean nack(String queue, Receipt receipt) {
    HeldMessage held = HeldMessage.of(queue, receipt);
    if (held == null) {
      return false;
    }
    List<Boolean> alive =
        postgres.query(
            NACK,
            statement -> {
              statement.setInt(1, config.maxAttempts());
              held.bind(statement, 2);
            },
            row -> row.getBoolean(1));
    if (alive.contains(true)) {
      signals.tell(queue, 1);
    }
    return !alive.isEmpty();
  }

  @Override
  public boolean extend(String queue, Receipt receipt, Duration visibility) {
    HeldMessage held = HeldMessage.of(queue, receipt);
    return held != null
        && postgres.update(
                EXTEND,
                statement -> {
                  statement.setLong(1, millis(visibility));
                  held.bind(statement, 2);
                })
            > 0;
  }

  @Override
  public Depth depth(String queue) {
    return postgres
        .query(
            DEPTH,
            statement -> statement.setBytes(1, stored(queue)),
            row -> new Depth(row.getLong(1), row.getLong(2)))
        .getFirst();
  }

  @Override
  public List<DeadLetter> deadLetters(String queue, int max) {
    return postgres
        .query(
            DEAD_LETTERS,
            statement -> {
              statement.setBytes(1, stored(queue));
              statement.setInt(2, Math.min(max, MOST));
            },
            Item::of)
        .stream()
        .map(this::letter)
        .toList();
  }

  private DeadLetter letter(Item item) {
    Message message = decoded(item);
    return new DeadLetter(
        Long.toString(item.id()),
        message == null ? Message.of(item.body()) : message,
        item.attempts());
  }

  @Override
  public long deadLetterCount(String queue) {
    return postgres
        .query(COUNT, statement -> statement.setBytes(1, stored(queue)), row -> row.getLong(1))
        .getFirst();
  }

  @Override
  public int redrive(String queue, Collection<String> ids) {
    idle.use(queue);
    Long[] known =
        ids.stream().filter(id -> ID.matcher(id).matches()).map(Long::valueOf).toArray(Long[]::new);
    int moved =
        postgres.call(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(REDRIVE)) {
                statement.setBytes(1, stored(queue));
                statement.setArray(2, connection.createArrayOf("bigint", known));
                return statement.executeUpdate();
              }
            });
    if (moved > 0) {
      signals.tell(queue, moved);
    }
    return moved;
  }

  @Override
  public long purgeDeadLetters(String queue) {
    return postgres.update(PURGE, statement -> statement.setBytes(1, stored(queue)));
  }
}
