package io.patternsdk.cdc;

import io.patternsdk.cdc.internal.message.DebeziumForms;
import io.patternsdk.cdc.internal.message.DebeziumForms.Compatibility;
import io.patternsdk.cdc.internal.message.DebeziumForms.Decimals;
import io.patternsdk.cdc.internal.message.DebeziumForms.Intervals;
import io.patternsdk.cdc.internal.message.DebeziumForms.Times;
import io.patternsdk.cdc.internal.message.Flattening;
import io.patternsdk.cdc.internal.message.KeyedHash;
import io.patternsdk.cdc.internal.message.Outbox;
import io.patternsdk.core.config.Secret;
import io.patternsdk.core.config.Setting;
import io.patternsdk.core.config.Settings;
import io.patternsdk.core.filter.Filter;
import io.patternsdk.core.filter.FilterException;
import io.patternsdk.core.filter.FilterLimits;
import io.patternsdk.core.filter.Filters;
import io.patternsdk.core.json.JsonException;
import io.patternsdk.core.table.TableName;
import io.patternsdk.core.table.TableUpsert.SchemaPolicy;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * The settings, whose names, bounds and defaults docs/cdc.md lists.
 *
 * @param feed the name of the feed, of the writer at table destinations, and of all that is stored
 * @param tables whose changes are captured
 * @param envelope the form of what goes to streams
 * @param compatibility what messages are equal to
 * @param decimals how numbers with decimals are told
 * @param times how times are told
 * @param intervals how intervals are told; empty for the text of the source
 * @param flatten how messages are the row alone; empty where they are the envelope
 * @param schemas whether keys and bodies of messages have their schema with them
 * @param topicPrefix what the names of streams begin with
 * @param topic how streams are named
 * @param tombstones whether a deletion is followed by an empty message of its key
 * @param transactions whether streams keep the position with the messages where they can
 * @param filter which changes are delivered
 * @param shapes what becomes of the rows of tables
 * @param hash makes what hashed columns have; empty where no column is hashed
 * @param step the user's own step
 * @param routes what goes to a destination, by its name
 * @param schema what may be done to make a table of a destination fit
 * @param batchSize how many changes go to a destination at a time
 * @param buffer how many batches may wait for a destination
 * @param parkedLimit how many changes may be parked for a destination; 0 to stop at the first
 * @param snapshotChunk how many rows of a snapshot are read at a time at most
 * @param snapshotRate how many rows of a snapshot are read in a second at most
 * @param retained what the source may keep, and what is done where it keeps more
 * @param lease how long a leader that is not heard of stays one
 */
record CdcSettings(
    String feed,
    Set<TableName> tables,
    Form envelope,
    Compatibility compatibility,
    Decimals decimals,
    Times times,
    Optional<Intervals> intervals,
    Optional<Flattening> flatten,
    boolean schemas,
    String topicPrefix,
    Topic topic,
    boolean tombstones,
    boolean transactions,
    Filter filter,
    Map<TableName, Shape> shapes,
    Optional<KeyedHash> hash,
    ChangeStep step,
    Map<String, Route> routes,
    SchemaPolicy schema,
    int batchSize,
    int buffer,
    int parkedLimit,
    int snapshotChunk,
    Optional<Double> snapshotRate,
    Retained retained,
    Duration lease) {

  /**
   * What the source may keep for the feed.
   *
   * @param limit how many bytes of its log; empty for as many as it allows itself
   * @param policy what is done at the limit
   * @param check how often it is asked
   */
  record Retained(OptionalLong limit, Policy policy, Duration check) {

    /** What is done at the limit. */
    enum Policy {
      /** Health says so. */
      WARN,
      /** The process stops. */
      STOP,
      /** The feed is dropped, so that the source can forget, and the process stops. */
      DROP
    }

    private static Retained from(Settings s) {
      Optional<Long> limit = s.size("limit").range(1L << 20, 1L << 50).optional();
      return new Retained(
          limit.map(OptionalLong::of).orElse(OptionalLong.empty()),
          s.choice("policy", Policy.class).orElse(Policy.WARN),
          s.duration("check")
              .range(Duration.ofMillis(100), Duration.ofMinutes(10))
              .orElse(Duration.ofSeconds(10)));
    }
  }

  /** The form of what goes to streams. */
  enum Form {
    /** That of Debezium, without schemas. */
    DEBEZIUM,
    /** The row with what happened to it. */
    FLAT
  }

  /**
   * What becomes of the rows of one table.
   *
   * @param columns the columns that stay beside those of the key; empty for all
   * @param rename other names of columns
   * @param mask the columns whose values nobody sees
   * @param hash the columns of which only equal values are known to be equal
   * @param table another name of the table
   * @param outbox how its new rows are events, as messages; empty where they are rows
   */
  record Shape(
      Optional<List<String>> columns,
      Map<String, String> rename,
      Set<String> mask,
      Set<String> hash,
      Optional<TableName> table,
      Optional<Outbox> outbox) {
    static final Shape NONE =
        new Shape(
            Optional.empty(), Map.of(), Set.of(), Set.of(), Optional.empty(), Optional.empty());
  }

  /**
   * What goes to one destination.
   *
   * @param tables of which tables, as the source has them
   * @param filter which of their changes
   * @param topic how its streams are named
   * @param deliver as what, where the backend has both; empty for the better one
   */
  record Route(Set<TableName> tables, Filter filter, Topic topic, Optional<Target> deliver) {}

  /** What changes are delivered to. */
  enum Target {
    /** Tables with the rows of the source's. */
    TABLES,
    /** Streams of messages. */
    STREAMS
  }

  /** Returns how values are told. */
  DebeziumForms forms() {
    return new DebeziumForms(compatibility, decimals, times, intervals);
  }

  /** Returns what goes to a destination: everything, where nothing else is said. */
  Route route(String destination) {
    return routes.getOrDefault(
        destination, new Route(tables, Filters.all(), topic, Optional.empty()));
  }

  /** Reads the settings, noting every problem in them. */
  static CdcSettings from(Settings s) {
    String feed = s.string("feed").orElse("cdc");
    Set<TableName> tables = new TreeSet<>();
    for (String table : s.strings("tables").check(all -> !all.isEmpty(), "of tables").required()) {
      table(s, "tables", table).ifPresent(tables::add);
    }
    String prefix = s.string("topic_prefix").orElse(feed);
    Map<TableName, Shape> shapes = new HashMap<>();
    s.sections("transforms")
        .forEach(
            (table, section) ->
                table(s, "transforms", table)
                    .ifPresent(name -> shapes.put(name, shape(section, prefix))));
    Topic topic = topic(s, prefix, new Topic(Topic.DEFAULT, prefix));
    Form envelope = s.choice("envelope", Form.class).orElse(Form.DEBEZIUM);
    DebeziumForms forms = forms(s, envelope);
    Map<String, Route> routes = new HashMap<>();
    s.sections("routes")
        .forEach((name, section) -> routes.put(name, route(section, tables, prefix, topic)));
    return new CdcSettings(
        feed,
        tables,
        envelope,
        forms.compatibility(),
        forms.decimals(),
        forms.times(),
        forms.intervals(),
        flatten(s.section("flatten"), envelope),
        schemas(s, envelope),
        prefix,
        topic,
        s.bool("tombstones").orElse(true),
        s.bool("transactions").orElse(true),
        filter(s),
        shapes,
        hash(s, shapes.values().stream().anyMatch(shape -> !shape.hash().isEmpty())),
        StepSettings.read(s),
        routes,
        s.choice("schema", SchemaPolicy.class).orElse(SchemaPolicy.CREATE),
        s.integer("batch_size").range(1, 10_000).orElse(500),
        s.integer("buffer").range(1, 1_000).orElse(8),
        s.integer("parked_limit").range(0, 5_000).orElse(1_000),
        s.integer("snapshot_chunk").range(1, 100_000).orElse(10_000),
        s.decimal("snapshot_rate").range(1.0, 1e9).optional(),
        Retained.from(s.section("retained")),
        s.duration("lease")
            .range(Duration.ofMillis(100), Duration.ofMinutes(10))
            .orElse(Duration.ofSeconds(4)));
  }

  private static Optional<Flattening> flatten(Settings s, Form envelope) {
    Flattening flattening = Flattening.from(s);
    if (s.present() && envelope == Form.FLAT) {
      s.problem(
          "add_fields", "is of another envelope than flat", "envelope: debezium, or no flatten");
    }
    return s.present() ? Optional.of(flattening) : Optional.empty();
  }

  private static DebeziumForms forms(Settings s, Form envelope) {
    DebeziumForms forms = DebeziumForms.from(s);
    if (envelope == Form.FLAT && !forms.equals(DebeziumForms.DEFAULT)) {
      s.problem(
          "compatibility",
          "and the modes of values are of another envelope than flat",
          "envelope: debezium");
    }
    return forms;
  }

  private static boolean schemas(Settings s, Form envelope) {
    boolean schemas = s.bool("schemas_enable").orElse(false);
    if (schemas && envelope == Form.FLAT) {
      s.problem("schemas_enable", "is of another envelope than flat", "envelope: debezium");
    }
    return schemas;
  }

  private static Optional<KeyedHash> hash(Settings s, boolean needed) {
    Setting<Secret> setting =
        s.secret("hash_key")
            .check(
                key -> key.reveal().length() >= KeyedHash.LEAST,
                "of %d characters or more".formatted(KeyedHash.LEAST));
    return (needed ? Optional.of(setting.required()) : setting.optional()).map(KeyedHash::new);
  }

  private static Topic topic(Settings s, String prefix, Topic otherwise) {
    Optional<String> template = s.string("topic").optional();
    try {
      return template.map(text -> new Topic(text, prefix)).orElse(otherwise);
    } catch (IllegalArgumentException e) {
      s.problem("topic", "is no template: " + e.getMessage(), "one such as " + Topic.DEFAULT);
      return otherwise;
    }
  }

  private static Route route(Settings s, Set<TableName> all, String prefix, Topic topic) {
    Set<TableName> some = new TreeSet<>();
    for (String name : s.strings("tables").orElse(List.of())) {
      table(s, "tables", name).ifPresent(some::add);
    }
    if (!all.containsAll(some)) {
      s.problem("tables", "names tables that are not captured", "those of the setting tables");
    }
    return new Route(
        some.isEmpty() ? all : some,
        filter(s),
        topic(s, prefix, topic),
        s.choice("deliver", Target.class).optional());
  }

  private static Optional<TableName> table(Settings s, String setting, String text) {
    try {
      return Optional.of(TableName.parse(text));
    } catch (IllegalArgumentException e) {
      s.problem(setting, "names no table: " + text, "schema.table, such as public.orders");
      return Optional.empty();
    }
  }

  private static Shape shape(Settings s, String prefix) {
    Map<String, String> rename = new LinkedHashMap<>();
    Settings names = s.section("rename");
    for (String column : names.names()) {
      rename.put(column, names.string(column).required());
    }
    return new Shape(
        s.strings("columns").optional(),
        rename,
        Set.copyOf(s.strings("mask").orElse(List.of())),
        Set.copyOf(s.strings("hash").orElse(List.of())),
        s.string("table").optional().flatMap(text -> table(s, "table", text)),
        outbox(s.section("outbox"), prefix));
  }

  private static Optional<Outbox> outbox(Settings s, String prefix) {
    Outbox outbox = Outbox.from(s);
    try {
      Topic unused = new Topic(outbox.template(), prefix);
    } catch (IllegalArgumentException e) {
      s.problem(
          "route_topic_replacement",
          "is no template: " + e.getMessage(),
          "one such as outbox.event.{routedByValue}");
    }
    return s.present() ? Optional.of(outbox) : Optional.empty();
  }

  private static Filter filter(Settings s) {
    Optional<String> text = s.string("filter").optional();
    try {
      return text.map(json -> Filter.parse(json, FilterLimits.DEFAULT)).orElse(Filters.all());
    } catch (FilterException | JsonException e) {
      s.problem("filter", "is no filter: " + e.getMessage(), "JSON, such as {\"op\": \"d\"}");
      return Filters.all();
    }
  }
}
